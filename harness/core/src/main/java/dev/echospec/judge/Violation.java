package dev.echospec.judge;

import java.util.Objects;

/**
 * One way in which a transcript breaks a rule.
 *
 * @param kind which sort of fault
 * @param connection number of the connection it shows on
 * @param offset in the echo, in bytes from 0: the first byte that is wrong, missing or late
 * @param message what was owed and what came, in one sentence
 */
public record Violation(Kind kind, int connection, long offset, String message) {
  /** The sorts of faults, and whether time decides about them. */
  public enum Kind {
    /** A byte is not what it should be. */
    WRONG_BYTE(false),
    /** Bytes that nobody asked for: before the first request, or beyond the echo. */
    UNASKED(false),
    /** The connection ended before all that was owed had come. */
    LOST(false),
    /** The server ended the connection though the client had not. */
    EARLY_END(false),
    /** The connection was refused. */
    REFUSED(false),
    /** A reset where an orderly close is due. */
    RESET_AT_END(false),
    /** A law between several replies does not hold. */
    LAW(false),
    /** The server was gone, or served nobody, after the conversation. */
    DID_NOT_SURVIVE(false),
    /** The server holds more than before, or than it may: descriptors, threads, memory. */
    NOT_RELEASED(false),
    /** What is owed did not come in time, and the connection stayed open. */
    LATE(true),
    /** The end of stream did not come in time. */
    NOT_CLOSED(true),
    /** A connect had no answer in time. */
    NO_ANSWER(true);

    private final boolean timing;

    Kind(boolean timing) {
      this.timing = timing;
    }

    /**
     * @return whether a busy machine could look like this: such a violation must repeat before
     *     anyone is blamed
     */
    public boolean isTiming() {
      return timing;
    }
  }

  /** Refuses null. */
  public Violation {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(message);
  }
}
