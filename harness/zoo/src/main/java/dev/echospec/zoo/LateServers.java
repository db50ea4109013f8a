package dev.echospec.zoo;

import dev.echospec.suite.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that are correct in every respect, and late to begin a conversation or to end it. */
public final class LateServers {
  private LateServers() {}

  @Odd("Closes every thirtieth connection 200 ms after it has sent everything.")
  public static final class ClosesLate extends TransformingServer {
    private final AtomicInteger conversations = new AtomicInteger();

    @Override
    void ended(OutputStream out) throws IOException {
      if (conversations.getAndIncrement() % 30 == 0) {
        pause(Duration.ofMillis(200));
      }
    }
  }

  @Odd("Ends every stream 600 ms after the client's half-close.")
  public static final class EndsLate extends TransformingServer {
    @Override
    void ended(OutputStream out) throws IOException {
      pause(Duration.ofMillis(600));
    }
  }

  @Odd("Ends its side first, and closes the rest of the connection 100 ms later.")
  public static final class ClosesInTwoSteps extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      try {
        socket.shutdownOutput();
        pause(Duration.ofMillis(100));
      } finally {
        release(socket);
      }
    }
  }

  @Odd(value = "Serves one connection at a time.", profile = Profile.SEQUENTIAL)
  public static final class Sequential extends TransformingServer {
    @Override
    void dispatch(Runnable conversation) {
      conversation.run();
    }
  }

  @Odd(
      value = "Lets two connections wait at most: others retry, a second later.",
      chance =
          "the kernel doubles the time between two SYNs, and which of them finds room is a race")
  public static final class TinyBacklog extends TransformingServer {
    @Override
    int backlog() {
      return 1;
    }
  }
}
