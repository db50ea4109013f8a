package dev.echospec.zoo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Servers that are correct with many clients at once, each in a way of its own. */
public final class BusyServers {
  private BusyServers() {}

  @Odd("Has places for 2,000 clients, and lets those beyond wait in the backlog.")
  public static final class HasTwoThousandPlaces extends PlacesServer {
    /** Started by its name. */
    public HasTwoThousandPlaces() {
      super(2000);
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
  public static final class TakesTurns extends SelectingServer {
    @Override
    int bufferSize() {
      return 1024;
    }

    /** One read or one write a turn, round-robin over the connections. */
    @Override
    void ready(SelectionKey key, SocketChannel channel, ByteBuffer owed) throws IOException {
      if (!key.isReadable()) {
        writeFrom(owed, channel, key);
      } else if (readInto(owed, channel)) {
        key.interestOps(SelectionKey.OP_WRITE);
      }
    }
  }
}
