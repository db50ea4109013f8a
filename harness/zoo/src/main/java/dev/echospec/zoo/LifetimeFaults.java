package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Servers that do not let a connection last. */
public final class LifetimeFaults {
  private LifetimeFaults() {}

  /** Ends each connection when its time is up, whatever it does meanwhile. */
  private abstract static class Mortal extends TransformingServer {
    abstract Duration lifetime();

    /** What becomes of a connection then. */
    void end(Socket socket) throws IOException {
      release(socket);
    }

    @Override
    void serve(Socket socket) throws IOException {
      dispatch(
          () -> {
            try {
              pause(lifetime());
              end(socket);
            } catch (IOException e) {
              // The server ended first.
            }
          });
      super.serve(socket);
    }
  }

  /** {@code SetDeadline} where {@code SetReadDeadline} before each read was meant. */
  @Fault(
      summary = "Closes each connection five seconds after it was opened.",
      cause = Cause.LIMITED_LIFETIME,
      caughtBy = {"lifetime/kept-idle", "lifetime/kept-in-use"},
      saying = {"though the client had not closed its side", "lifetime/kept-idle: pause   5"})
  public static final class ClosesAfterFiveSeconds extends Mortal {
    @Override
    Duration lifetime() {
      return Duration.ofSeconds(5);
    }
  }

  /** A watchdog of a pool that takes back what it lent. */
  @Fault(
      summary = "Resets each connection three seconds after it was opened.",
      cause = Cause.LIMITED_LIFETIME,
      caughtBy = {"lifetime/kept-idle", "lifetime/kept-in-use"},
      saying = {"reset"})
  public static final class ResetsAfterThreeSeconds extends Mortal {
    @Override
    Duration lifetime() {
      return Duration.ofSeconds(3);
    }

    @Override
    void end(Socket socket) throws IOException {
      socket.setSoLinger(true, 0);
      release(socket);
    }
  }

  /** {@code SO_RCVTIMEO}, set once and for all. */
  @Fault(
      summary = "Closes a connection on which nothing was sent for two seconds.",
      cause = Cause.CLOSES_WHEN_IDLE,
      caughtBy = {"lifetime/kept-idle"},
      saying = {"though the client had not closed its side", "pause   2"})
  public static final class ClosesAfterTwoIdleSeconds extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(2000);
      try {
        super.serve(socket);
      } catch (SocketTimeoutException e) {
        // It takes silence for the end.
      }
    }
  }

  /** A login time-out, which forgets those that have logged in. */
  @Fault(
      summary = "Closes a connection on which nothing was sent for four seconds after its connect.",
      cause = Cause.CLOSES_WHEN_IDLE,
      caughtBy = {"lifetime/kept-idle"},
      saying = {"though the client had not closed its side", "pause   4"})
  public static final class ClosesLateBeginners extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(4000);
      try {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] first = receive(in, READ_SIZE);
        if (first != null) {
          socket.setSoTimeout(0);
          out.write(transform(first));
          converse(in, out);
        }
      } catch (SocketTimeoutException e) {
        // The login time is over.
      }
    }
  }

  /**
   * A worker that is given back to its pool while the connection stays. Nothing marks that moment
   * on the wire, so the pause of the failure depends on when the loss was looked for.
   */
  @Fault(
      summary = "Forgets a connection that was idle for three seconds, without closing it.",
      cause = {},
      caughtBy = {"lifetime/kept-idle"},
      saying = {"pause   ", "got     nothing then silence for"})
  public static final class ForgetsIdleConnections extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(3000);
      try {
        super.serve(socket);
      } catch (SocketTimeoutException e) {
        pause(Duration.ofDays(1));
      }
    }
  }
}
