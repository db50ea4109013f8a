package dev.echospec.script;

import java.util.Objects;

/** One thing that the client does. Connections are numbered from 0 in the order they are used. */
public sealed interface Step {
  /** Everything that is owed at that moment, as a number of bytes to {@link Read}. */
  long EVERYTHING = Long.MAX_VALUE;

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
    public ResumeReading on(int other) {
      return new ResumeReading(other);
    }
  }

  /**
   * Lets time pass; what arrives meanwhile is read.
   *
   * @param millis 1 or more
   */
  record Pause(int millis) implements Step {}

  /**
   * Sends FIN behind the data: RFC 9293, 3.6. The client goes on reading.
   *
   * @param connection an open one
   */
  record HalfClose(int connection) implements OnConnection {
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
    public Close on(int other) {
      return new Close(other);
    }
  }
}
