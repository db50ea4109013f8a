package dev.echospec.tap;

import dev.echospec.tap.TapEvent.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A relay that runs, a listener behind it, and what the relay has seen. */
final class Tapped implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  final ServerSocket server;
  final List<TapEvent> events = new CopyOnWriteArrayList<>();
  private final Relay relay;
  private final FutureTask<Void> run;

  Tapped(int connections) throws IOException {
    server = new ServerSocket(0, 200, HERE);
    server.setSoTimeout(PATIENCE_MILLIS);
    relay =
        new Relay(
            new InetSocketAddress(HERE, 0),
            List.of(new InetSocketAddress(HERE, server.getLocalPort())),
            events::add);
    run =
        new FutureTask<>(
            () -> {
              relay.run(connections);
              return null;
            });
    Thread thread = new Thread(run, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects as a client does; {@code receive} is the size of its buffer, 0 for the default. */
  Socket client(int receive) throws IOException {
    Socket socket = new Socket();
    if (receive > 0) {
      socket.setReceiveBufferSize(receive);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(relay.address());
    return socket;
  }

  Socket client() throws IOException {
    return client(0);
  }

  InetSocketAddress address() {
    return relay.address();
  }

  /** The server's end of the next connection. */
  Socket accept() throws IOException {
    Socket socket = server.accept();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** What a side did, without the connects. */
  List<Kind> kinds(Side side) {
    return of(side).map(TapEvent::kind).filter(kind -> kind != Kind.CONNECTED).toList();
  }

  /** The sizes of the pieces that came from a side. */
  List<Integer> pieces(Side side) {
    return of(side)
        .filter(event -> event.kind() == Kind.DATA)
        .map(event -> event.bytes().length)
        .toList();
  }

  private Stream<TapEvent> of(Side side) {
    return events.stream().filter(event -> event.side() == side);
  }

  /** Waits until the relay has ended by itself. */
  void awaitEnd() throws Exception {
    run.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    relay.stop();
    try {
      awaitEnd();
    } catch (Exception e) {
      throw new AssertionError("the relay did not end well", e);
    }
    relay.close();
    server.close();
  }
}
