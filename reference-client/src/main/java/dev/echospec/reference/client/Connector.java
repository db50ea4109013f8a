package dev.echospec.reference.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Resolves a name and connects to the first of its addresses that answers, within the timeout. */
final class Connector {
  private final ClientOptions options;
  private final Deadline deadline;

  Connector(ClientOptions options) {
    this.options = options;
    this.deadline = Deadline.in(options.timeout());
  }

  /**
   * Returns a connected, non-blocking channel, which the caller closes.
   *
   * @throws UnknownHostException if the name does not resolve in time
   * @throws ConnectException if the last address that was tried refused
   * @throws IOException if the last address could not be reached otherwise, or not in time
   */
  SocketChannel connect() throws IOException, InterruptedException {
    InetAddress[] addresses = resolve();
    IOException failure = new UnknownHostException(options.host());
    for (int i = 0; i < addresses.length; i++) {
      // Each address gets an equal share of the remaining time, so that a dead one leaves some to
      // the next.
      Duration share = Duration.ofNanos(deadline.remainingNanos() / (addresses.length - i));
      try {
        return connect(addresses[i], Deadline.in(share));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** Resolves on a thread of its own, because a lookup has no time limit. */
  private InetAddress[] resolve() throws IOException, InterruptedException {
    FutureTask<InetAddress[]> lookup =
        new FutureTask<>(() -> InetAddress.getAllByName(options.host()));
    Thread thread = new Thread(lookup, "echospec-client-lookup");
    thread.setDaemon(true);
    thread.start();
    try {
      return lookup.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnknownHostException(options.host());
    }
  }

  private SocketChannel connect(InetAddress address, Deadline until)
      throws IOException, InterruptedException {
    SocketChannel channel = SocketChannel.open();
    try (Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      boolean connected = channel.connect(new InetSocketAddress(address, options.port()));
      channel.register(selector, SelectionKey.OP_CONNECT);
      while (!connected) {
        if (until.passed()) {
          throw new IOException("no answer in time");
        }
        selector.select(until.selectMillis());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        connected = channel.finishConnect();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return channel;
  }
}
