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

  /** A step on one connection. */
  sealed interface OnConnection extends Step {
    /** Returns the number of the connection, from 0. */
    int connection();
  }

  /**
   * Connects, and waits until the connection is established.
   *
   * @param connection a number that no earlier step used
   */
  record Connect(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.CONNECT;
    }
  }

  /**
   * Writes the payload, in one call if the kernel takes all of it, and waits until it is written;
   * meanwhile the player reads. If reading is stopped, the step does not wait, and the player
   * writes the rest during later steps.
   *
   * @param connection an open one, not half-closed
   * @param payload the bytes to write
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
  }

  /**
   * Waits until this many more bytes of the echo have arrived since the last Read, capped at what
   * is owed.
   *
   * @param connection an open one
   * @param bytes 1 or more, or {@link #EVERYTHING}
   */
  record Read(int connection, long bytes) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.READ;
    }
  }

  /**
   * Waits until the server has ended the stream.
   *
   * @param connection a half-closed one; the player closes it afterwards
   */
  record ReadToEnd(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.READ_TO_END;
    }
  }

  /**
   * Stops reading from this connection until {@link ResumeReading}.
   *
   * @param connection an open one that is being read from
   */
  record StopReading(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.STOP_READING;
    }
  }

  /**
   * Resumes reading.
   *
   * @param connection an open one whose reading is stopped
   */
  record ResumeReading(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.RESUME_READING;
    }
  }

  /**
   * Waits; the player reads what arrives meanwhile.
   *
   * @param millis duration in milliseconds, 1 or more
   */
  record Pause(int millis) implements Step {
    @Override
    public Kind kind() {
      return Kind.PAUSE;
    }
  }

  /**
   * Sends FIN after the data: RFC 9293, 3.6. The player goes on reading.
   *
   * @param connection an open one
   */
  record HalfClose(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.HALF_CLOSE;
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
  }

  /**
   * Closes without waiting; the kernel sends a reset if unread bytes are there.
   *
   * @param connection an open one; it is gone afterwards
   */
  record Close(int connection) implements OnConnection {
    @Override
    public Kind kind() {
      return Kind.CLOSE;
    }
  }
}
