package dev.echospec.script;

import java.util.Locale;
import java.util.Objects;

/**
 * One action of the client. Connections are numbered from 0 in the order of their first use.
 *
 * <p>Code that handles steps does so with a {@code switch} expression over {@link #kind}, so that a
 * new kind does not compile until every such place handles it.
 */
public sealed interface Step {
  /** As the byte count of a {@link Read}: everything that is owed at that moment. */
  long EVERYTHING = Long.MAX_VALUE;

  /** The kinds of steps, one for each record in {@link Step}. */
  enum Kind {
    /** {@link Step.Connect}. */
    CONNECT(false),
    /** {@link Step.Send}. */
    SEND(false),
    /** {@link Step.Read}. */
    READ(false),
    /** {@link Step.ReadToEnd}. */
    READ_TO_END(true),
    /** {@link Step.HalfClose}. */
    HALF_CLOSE(false),
    /** {@link Step.Pause}. */
    PAUSE(false),
    /** {@link Step.StopReading}. */
    STOP_READING(false),
    /** {@link Step.ResumeReading}. */
    RESUME_READING(false),
    /** {@link Step.Reset}. */
    RESET(true),
    /** {@link Step.Close}. */
    CLOSE(true);

    private final boolean endsConnection;

    Kind(boolean endsConnection) {
      this.endsConnection = endsConnection;
    }

    /** Returns whether the client is done with the connection after such a step. */
    public boolean endsConnection() {
      return endsConnection;
    }

    /** Returns the name in files, such as "read-to-end". */
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns which record this is: a step of kind SEND is a {@link Send}, and so on. */
  Kind kind();

  /** A step that concerns one connection. */
  sealed interface OnConnection extends Step {
    /**
     * @return the number of the connection, from 0
     */
    int connection();

    /**
     * @param other the number of another connection
     * @return the same step there
     */
    OnConnection on(int other);
  }

  /**
   * Connects, and waits until that is done.
   *
   * @param connection a number that no earlier step used
   */
  record Connect(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.CONNECT;
    }

    @Override
    public Connect on(int other) {
      return new Connect(other);
    }
  }

  /**
   * Writes the payload with one call, as far as the kernel takes it, and waits until all is written
   * while reading goes on. Where reading has been stopped the rest is written in the background.
   *
   * @param connection an open one, not half-closed
   * @param payload what to write, not null
   */
  record Send(int connection, Payload payload) implements OnConnection {
    /** Refuses null. */
    public Send {
      Objects.requireNonNull(payload);
    }

    @Override
    public Kind kind() {
      return Kind.SEND;
    }

    @Override
    public Send on(int other) {
      return new Send(other, payload);
    }
  }

  /**
   * Waits until so many more bytes of the echo have come since the last Read, or all that is owed
   * if that is less.
   *
   * @param connection an open one
   * @param bytes 1 or more, or {@link #EVERYTHING}
   */
  record Read(int connection, long bytes) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.READ;
    }

    @Override
    public Read on(int other) {
      return new Read(other, bytes);
    }
  }

  /**
   * Waits until the server has ended the stream. Comes after a half-close.
   *
   * @param connection a half-closed one
   */
  record ReadToEnd(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.READ_TO_END;
    }

    @Override
    public ReadToEnd on(int other) {
      return new ReadToEnd(other);
    }
  }

  /**
   * Reads nothing more from this connection until {@link ResumeReading}.
   *
   * @param connection an open one that is read from
   */
  record StopReading(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.STOP_READING;
    }

    @Override
    public StopReading on(int other) {
      return new StopReading(other);
    }
  }

  /**
   * Reads again.
   *
   * @param connection an open one whose reading is stopped
   */
  record ResumeReading(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.RESUME_READING;
    }

    @Override
    public ResumeReading on(int other) {
      return new ResumeReading(other);
    }
  }

  /**
   * Lets time pass; what arrives meanwhile is read.
   *
   * @param millis 1 or more
   */
  record Pause(int millis) implements Step {
    @Override
    public Kind kind() {
      return Kind.PAUSE;
    }
  }

  /**
   * Sends FIN behind the data: RFC 9293, 3.6. The client goes on reading.
   *
   * @param connection an open one
   */
  record HalfClose(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.HALF_CLOSE;
    }

    @Override
    public HalfClose on(int other) {
      return new HalfClose(other);
    }
  }

  /**
   * Sends RST: an abort, RFC 9293, 3.10.5.
   *
   * @param connection an open one; it is gone afterwards
   */
  record Reset(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.RESET;
    }

    @Override
    public Reset on(int other) {
      return new Reset(other);
    }
  }

  /**
   * Closes without waiting for anything; the kernel resets if unread bytes are there.
   *
   * @param connection an open one; it is gone afterwards
   */
  record Close(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.CLOSE;
    }

    @Override
    public Close on(int other) {
      return new Close(other);
    }
  }
}
