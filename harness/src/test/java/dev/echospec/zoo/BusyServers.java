package dev.echospec.zoo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** Servers that are correct with many clients at once, each in a way of its own. */
public final class BusyServers {
  private BusyServers() {}

  @Odd("Has places for 2,000 clients, and lets those beyond wait in the backlog.")
  public static final class HasTwoThousandPlaces extends TransformingServer {
    private final Semaphore places = new Semaphore(2000);

    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      try {
        while (true) {
          places.acquire();
          admit(listener.accept());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The server was closed.
      }
    }

    @Override
    void finish(Socket socket) {
      release(socket);
      places.release();
    }
  }

  @Odd("Accepts every tenth connection 20 ms late.")
  public static final class AcceptsLate extends TransformingServer {
    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      for (int i = 1; ; i++) {
        if (i % 10 == 0) {
          pause(Duration.ofMillis(20));
        }
        admit(listener.accept());
      }
    }
  }

  @Odd("Resets a connection on which nothing has come for three minutes.")
  public static final class ResetsAfterMinutes extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout((int) Duration.ofMinutes(3).toMillis());
      try {
        super.serve(socket);
      } catch (SocketTimeoutException e) {
        socket.setSoLinger(true, 0);
      }
    }
  }

  @Odd("Serves all connections in one thread, by turns: each gets 1 KiB and then waits.")
  public static final class TakesTurns extends ZooServer {
    private static final int TURN = 1024;

    @Override
    ServerSocket newListener() throws IOException {
      return ServerSocketChannel.open().socket();
    }

    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      ServerSocketChannel channel = listener.getChannel();
      try (Selector events = Selector.open()) {
        channel.configureBlocking(false);
        channel.register(events, SelectionKey.OP_ACCEPT);
        try {
          while (!isStopped()) {
            events.select(); // The server's end interrupts it.
            for (SelectionKey key : events.selectedKeys()) {
              turn(key, channel);
            }
            events.selectedKeys().clear();
          }
        } finally {
          for (SelectionKey key : events.keys()) {
            key.channel().close();
          }
        }
      }
    }

    @Override
    void serve(Socket socket) {
      throw new UnsupportedOperationException("the accept loop serves");
    }

    private static void turn(SelectionKey key, ServerSocketChannel listener) throws IOException {
      if (key.isValid() && key.isAcceptable()) {
        SocketChannel accepted = listener.accept();
        if (accepted != null) {
          accepted.configureBlocking(false);
          accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
          accepted.register(key.selector(), SelectionKey.OP_READ, ByteBuffer.allocate(TURN));
        }
      } else if (key.isValid()) {
        try {
          echo(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment());
        } catch (IOException e) {
          key.channel().close(); // This client went away; the others stay.
        }
      }
    }

    /** One read or one write: whoever has more to do waits until the others had their turn. */
    private static void echo(SelectionKey key, SocketChannel channel, ByteBuffer owed)
        throws IOException {
      if (key.isReadable()) {
        if (channel.read(owed.clear()) < 0) {
          channel.close();
          return;
        }
        owed.flip();
        byte[] answer = upper(Arrays.copyOf(owed.array(), owed.limit()));
        owed.put(answer).flip();
        key.interestOps(SelectionKey.OP_WRITE);
      } else {
        channel.write(owed);
        key.interestOps(owed.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      }
    }
  }
}
