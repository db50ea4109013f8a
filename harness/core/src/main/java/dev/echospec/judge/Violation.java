package dev.echospec.judge;

import java.util.Objects;
import java.util.Set;

/**
 * One way in which a transcript breaks a rule.
 *
 * @param kind the sort of fault
 * @param connection number of the connection that shows it
 * @param offset in the echo, in bytes from 0: the first byte that is wrong, missing or late
 * @param message what was owed and what came, in one sentence for people
 * @param excess what the server holds too much of; empty unless the kind is {@link
 *     Kind#NOT_RELEASED}
 */
public record Violation(
    Kind kind, int connection, long offset, String message, Set<Excess> excess) {
  /** The sorts of faults, each with whether timing decides about it. */
  public enum Kind {
    /** A byte differs from the owed one. */
    WRONG_BYTE(false),
    /** Bytes that are not owed: before the first request, or beyond the echo. */
    UNASKED(false),
    /** The connection ended before the whole echo had arrived. */
    LOST(false),
    /** The server ended the connection though the client had not. */
    EARLY_END(false),
    /** The connection was refused. */
    REFUSED(false),
    /** A reset where an orderly close is due. */
    RESET_AT_END(false),
    /** A law between several replies does not hold. */
    LAW(false),
    /** The server was gone, or did not answer the next client, after the conversation. */
    DID_NOT_SURVIVE(false),
    /** The server holds more than before, or than it may: see {@link Excess}. */
    NOT_RELEASED(false),
    /** A client printed something else than the echo, or not all of it. */
    WRONG_OUTPUT(false),
    /** A client's exit status is not what it should be. */
    EXIT_STATUS(false),
    /** A client did not end in time. */
    NOT_ENDED(true),
    /** An owed byte did not arrive in time, and the connection stayed open. */
    LATE(true),
    /** The server did not end the stream in time. */
    NOT_CLOSED(true),
    /** The server did not answer a connect in time. */
    NO_ANSWER(true);

    private final boolean timing;

    Kind(boolean timing) {
      this.timing = timing;
    }

    /**
     * Returns whether a busy machine could cause it: such a violation must repeat before the server
     * is blamed.
     */
    public boolean isTiming() {
      return timing;
    }

    /**
     * Returns whether the server did what it should not, in place of what is owed: a script need
     * not wait for it.
     */
    public boolean isUnexpected() {
      return this == UNASKED || this == EARLY_END || this == RESET_AT_END;
    }

    /**
     * Returns whether the server stopped too soon: bytes that are owed did not come, or an end did.
     */
    public boolean isCutOff() {
      return this == LOST || this == LATE || this == EARLY_END;
    }
  }

  /** What a server can hold more of than before, or than it may. */
  public enum Excess {
    /** Open files and sockets. */
    DESCRIPTORS,
    /** Running threads. */
    THREADS,
    /** Child processes that ended and that the server did not wait for. */
    ZOMBIES,
    /** Running child processes. */
    PROCESSES,
    /** Memory for echo that a client does not read. */
    UNREAD_ECHO,
    /** Memory that grows with the echo that was delivered. */
    DELIVERED_ECHO
  }

  /** Refuses null and copies the set. */
  public Violation {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(message);
    excess = Set.copyOf(excess);
  }

  /** A violation of any kind but {@link Kind#NOT_RELEASED}: the server holds nothing too much. */
  public Violation(Kind kind, int connection, long offset, String message) {
    this(kind, connection, offset, message, Set.of());
  }

  /**
   * Returns a violation of the kind {@link Kind#NOT_RELEASED}.
   *
   * @param excess what the server holds too much of
   * @param message how much, in one sentence without its full stop
   */
  public static Violation notReleased(Set<Excess> excess, String message) {
    return new Violation(Kind.NOT_RELEASED, 0, 0, message, excess);
  }
}
