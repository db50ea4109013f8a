package dev.echospec.judge;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a transcript was allowed. Pure: the same script, transcript and oracle always
 * give the same violations.
 */
public final class Judge {
  private final Oracle oracle;

  /**
   * Creates a judge for one transform.
   *
   * @param oracle what a correct server answers
   */
  public Judge(Oracle oracle) {
    this.oracle = oracle;
  }

  /**
   * Judges a transcript.
   *
   * @param law the law to judge by
   * @param script the script that was played
   * @param transcript what the player observed
   * @return at most one violation for each connection, in the order of the connections; empty if
   *     everything was allowed
   */
  public List<Violation> judge(Law law, Script script, Transcript transcript) {
    List<Violation> violations = new ArrayList<>(0);
    for (int connection : script.connectionNumbers()) {
      judge(law, script, transcript, connection).ifPresent(violations::add);
    }
    if (violations.isEmpty() && !transcript.isCutShort()) {
      relation(law, script, transcript).ifPresent(violations::add);
    }
    return violations;
  }

  private Optional<Violation> judge(Law law, Script script, Transcript transcript, int connection) {
    if (isClean(script, transcript, connection)) {
      return Optional.empty();
    }
    Conversation seen = new Conversation(script, transcript, connection);
    Optional<Violation> violation = seen.notConnected();
    if (violation.isEmpty() && (law == Law.ECHO || law == Law.ECHO_AND_CLOSE)) {
      violation = seen.diverged(oracle);
    }
    if (violation.isEmpty() && law == Law.LENGTH) {
      violation = seen.longer();
    }
    if (violation.isEmpty()) {
      violation = seen.endedEarly();
    }
    if (violation.isEmpty()) {
      violation = seen.late();
    }
    if (violation.isEmpty() && law == Law.ECHO_AND_CLOSE) {
      violation = seen.badEnd();
    }
    return violation;
  }

  /** The common case, decided cheaply: the whole echo, then the end of stream. */
  private static boolean isClean(Script script, Transcript transcript, int connection) {
    Received received = transcript.received(connection);
    if (!received.asExpected() || received.matched() != received.sent()) {
      return false;
    }
    for (Event event : transcript.events()) {
      if (event.connection() == connection
          && !(event instanceof Event.Connected
              || event instanceof Event.Sent
              || event instanceof Event.Stalled
              || event instanceof Event.Got
              || event instanceof Event.EndOfStream end
                  && end.step() < script.steps().size()
                  && script.steps().get(end.step()) instanceof Step.ReadToEnd)) {
        return false;
      }
    }
    return true;
  }

  private Optional<Violation> relation(Law law, Script script, Transcript transcript) {
    return switch (law) {
      case ECHO, ECHO_AND_CLOSE, LENGTH -> Optional.empty();
      case IDEMPOTENT -> {
        byte[] first = reply(script, transcript, 0);
        yield Arrays.equals(first, sent(script, 1))
            ? same(
                first,
                reply(script, transcript, 1),
                transcript.received(1).length(),
                1,
                "the echo of an echo is not that echo again")
            : Optional.empty();
      }
      case CONCATENATION -> {
        byte[] first = reply(script, transcript, 0);
        byte[] second = reply(script, transcript, 1);
        boolean whole =
            first.length == transcript.received(0).length()
                && second.length == transcript.received(1).length();
        yield whole && Arrays.equals(joined(sent(script, 0), sent(script, 1)), sent(script, 2))
            ? same(
                joined(first, second),
                reply(script, transcript, 2),
                transcript.received(2).length(),
                2,
                "the echo of two texts together is not their echoes one after the other")
            : Optional.empty();
      }
    };
  }

  private static byte[] sent(Script script, int connection) {
    long length = script.sent(connection).stream().mapToLong(Payload::length).sum();
    return Oracle.IDENTITY.owed(script, connection, 0, (int) length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Compares the kept bytes of a reply; of a long reply those may be only its beginning. */
  private static Optional<Violation> same(
      byte[] owed, byte[] got, long length, int connection, String broken) {
    int at = Arrays.mismatch(owed, got);
    if (at < 0 && length == got.length || at == got.length && length == owed.length) {
      return Optional.empty();
    }
    if (at < 0) {
      at = got.length;
    }
    String message =
        at < Math.min(owed.length, got.length)
            ? "%s: byte %s is %s, not %s"
                .formatted(broken, at, Bytes.name(got[at]), Bytes.name(owed[at]))
            : broken + ": it has " + length + " bytes, not " + owed.length;
    return Optional.of(new Violation(Kind.LAW, connection, at, message));
  }

  /**
   * Reassembles the received bytes. Of a long reply that went wrong, bytes beyond {@link
   * Received#KEPT} are missing.
   *
   * @param script the script that was played
   * @param transcript what the player observed
   * @param connection its number
   * @return the bytes received there
   */
  public byte[] reply(Script script, Transcript transcript, int connection) {
    Received received = transcript.received(connection);
    byte[] matched = oracle.owed(script, connection, 0, (int) received.matched());
    return joined(matched, received.rest());
  }
}
