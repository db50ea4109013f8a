package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Servers that serve one client at a time, and let down the one that waits. */
public final class SequentialFaults {
  private SequentialFaults() {}

  /** A server that is either free or busy. */
  private abstract static class OneAtATime extends TransformingServer {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ThreadLocal<Boolean> disturbs = new ThreadLocal<>();

    /** A client came while another is served. */
    abstract void disturbed() throws IOException;

    /** Fixes the order at accept: threads may start in another one. */
    @Override
    void dispatch(Runnable conversation) {
      boolean late = busy.getAndSet(true);
      super.dispatch(
          () -> {
            disturbs.set(late);
            conversation.run();
          });
    }

    @Override
    void serve(Socket socket) throws IOException {
      if (disturbs.get()) {
        disturbed();
        return;
      }
      try {
        super.serve(socket);
      } finally {
        busy.set(false);
      }
    }
  }

  /** "Line busy, try again later." */
  @Fault(
      summary = "Turns a second client away while it serves the first.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"sequential/next-in-line"},
      saying = {"the connection after 0 "},
      profile = Profile.SEED)
  public static final class TurnsSecondAway extends OneAtATime {
    @Override
    void disturbed() {
      // It is closed.
    }
  }

  /** It is accepted, and the variable for it is overwritten or never looked at. */
  @Fault(
      summary = "Accepts a second client while it serves the first, and forgets it.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"sequential/next-in-line"},
      saying = {"came, then nothing moved"},
      profile = Profile.SEED)
  public static final class ForgetsSecond extends OneAtATime {
    @Override
    void disturbed() throws IOException {
      pause(Duration.ofDays(1));
    }
  }
}
