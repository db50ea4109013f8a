package dev.echospec.client.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be seen of a cause in a run of a client. */
final class ClientMarks {
  /**
   * A pause that a client could take for the end, in milliseconds: a client that leaves after its
   * first read is seen with shorter ones, to which its script is shrunk.
   */
  private static final int SILENCE = 400;

  /** A half-close follows the message within this time. */
  private static final Duration BEHIND = Duration.ofMillis(50);

  /** From this many connections on a client is taken for one that tries again and again. */
  private static final int MANY_TRIES = 4;

  /** Where a message or an echo is cut that did not fit. */
  private static final Set<Long> CUTS =
      Set.of(
          127L, 128L, 255L, 256L, 511L, 512L, 1023L, 1024L, 2047L, 2048L, 4095L, 4096L, 8191L,
          8192L, 65_535L, 65_536L);

  private ClientMarks() {}

  static boolean isOf(ClientObservation seen, Kind... kinds) {
    return !seen.violations().isEmpty() && List.of(kinds).contains(seen.kind());
  }

  static Violation violation(ClientObservation seen) {
    return seen.violations().get(0);
  }

  static long offset(ClientObservation seen) {
    return violation(seen).offset();
  }

  private static boolean hasStatus(ClientObservation seen, int status) {
    return seen.transcript().status().filter(one -> one == status).isPresent();
  }

  static boolean succeeds(ClientObservation seen) {
    return hasStatus(seen, 0);
  }

  /** The client was told where to send it, and the whole echo was to come back. */
  static boolean isWhole(ClientObservation seen) {
    return !seen.script().isCutShort() && !seen.script().refuses();
  }

  // What arrived

  static byte[] message(ClientObservation seen) {
    Payload message = seen.script().message();
    return message.bytes(0, (int) message.length());
  }

  /** Returns what the client sent on the connection on which it sent most. */
  static byte[] came(ClientObservation seen) {
    return seen.transcript()
        .main()
        .map(Conversation::received)
        .map(bytes -> bytes.bytes(0, (int) bytes.length()))
        .orElse(new byte[0]);
  }

  private static long speakers(ClientObservation seen) {
    return seen.transcript().conversations().stream().filter(one -> one.total() > 0).count();
  }

  /** Exactly the message arrived. */
  static boolean arrived(ClientObservation seen) {
    return speakers(seen) <= 1 && Arrays.equals(message(seen), came(seen));
  }

  /** The client connected to a server that echoes, and something else than the message arrived. */
  static boolean sendsOtherwise(ClientObservation seen) {
    return isWhole(seen) && !seen.transcript().conversations().isEmpty() && !arrived(seen);
  }

  static boolean sendsTwice(ClientObservation seen) {
    byte[] message = message(seen);
    byte[] came = came(seen);
    boolean follows =
        came.length == 2 * message.length
            && Arrays.equals(message, Arrays.copyOf(came, message.length))
            && Arrays.equals(message, Arrays.copyOfRange(came, message.length, came.length));
    return message.length > 0 && sendsOtherwise(seen) && (speakers(seen) > 1 || follows);
  }

  /**
   * The fault is that something arrived behind the message, which begins with one of these bytes:
   * it explains no other.
   */
  static boolean sendsMore(ClientObservation seen, int... firsts) {
    byte[] message = message(seen);
    byte[] came = came(seen);
    return isOf(seen, Kind.UNASKED)
        && sendsOtherwise(seen)
        && came.length > message.length
        && Arrays.equals(message, Arrays.copyOf(came, message.length))
        && Arrays.stream(firsts).anyMatch(first -> came[message.length] == (byte) first);
  }

  static boolean sendsBefore(ClientObservation seen) {
    byte[] message = message(seen);
    byte[] came = came(seen);
    int more = came.length - message.length;
    return sendsOtherwise(seen)
        && more > 0
        && Arrays.equals(message, Arrays.copyOfRange(came, more, came.length))
        && (message.length == 0 || !Arrays.equals(message, Arrays.copyOf(came, message.length)));
  }

  /** The first bytes of the message arrived alone, or none. */
  static boolean isUnsent(ClientObservation seen) {
    byte[] message = message(seen);
    byte[] came = came(seen);
    return sendsOtherwise(seen)
        && speakers(seen) <= 1
        && came.length < message.length
        && Arrays.equals(came, Arrays.copyOf(message, came.length));
  }

  /** Nothing arrived, and the client did not throw away what it had sent. */
  static boolean sendsNothing(ClientObservation seen) {
    return isUnsent(seen) && came(seen).length == 0 && !resets(seen);
  }

  static boolean isCutInSending(ClientObservation seen) {
    return isUnsent(seen) && CUTS.contains((long) came(seen).length);
  }

  static boolean isUnsentFrom(ClientObservation seen, int b) {
    return isUnsent(seen) && message(seen)[came(seen).length] == (byte) b;
  }

  static boolean isUnsentFromLineEnd(ClientObservation seen) {
    int at = came(seen).length;
    return isUnsentFrom(seen, '\n')
        || isUnsentFrom(seen, '\r')
        || at > 0 && isUnsent(seen) && message(seen)[at - 1] == '\n';
  }

  // What was printed

  private static byte[] output(ClientObservation seen) {
    Payload bytes = seen.transcript().stdout().bytes();
    return bytes.bytes(0, (int) bytes.length());
  }

  static boolean prints(ClientObservation seen, String text) {
    return OutputMatch.indexOf(output(seen), text.getBytes(UTF_8), 0) >= 0;
  }

  static boolean printsNothing(ClientObservation seen) {
    return seen.transcript().stdout().total() == 0;
  }

  static boolean printsOnceMore(ClientObservation seen) {
    return isOf(seen, Kind.WRONG_OUTPUT) && violation(seen).message().endsWith("once more");
  }

  /** Not all of the echo was printed, or the client left before it had all. */
  static boolean isIncomplete(ClientObservation seen) {
    return arrived(seen)
        && isOf(seen, Kind.WRONG_OUTPUT, Kind.EARLY_END)
        && seen.law() != ClientLaw.GIVES_UP
        && !printsOnceMore(seen);
  }

  static boolean isCutInPrinting(ClientObservation seen) {
    return isIncomplete(seen) && !isInPieces(seen) && CUTS.contains(offset(seen));
  }

  /** What is missing of the echo begins with this byte. */
  static boolean isUnprintedFrom(ClientObservation seen, int b) {
    byte[] message = message(seen);
    return isIncomplete(seen)
        && offset(seen) < message.length
        && message[(int) offset(seen)] == (byte) b;
  }

  static boolean isUnprintedFromLineEnd(ClientObservation seen) {
    int at = (int) offset(seen);
    return isUnprintedFrom(seen, '\n')
        || isIncomplete(seen) && at > 0 && message(seen)[at - 1] == '\n';
  }

  /** All of the echo but its last byte was printed, or came and was enough. */
  static boolean lacksLastByte(ClientObservation seen) {
    boolean isEnough = seen.law() == ClientLaw.GIVES_UP && isOf(seen, Kind.EXIT_STATUS);
    return (isEnough || isIncomplete(seen)) && offset(seen) == seen.script().message().length() - 1;
  }

  /** A message that has bytes beyond ASCII arrived, and something went wrong with its echo. */
  static boolean isWide(ClientObservation seen) {
    for (byte b : message(seen)) {
      if (b < 0) {
        return arrived(seen) && isWhole(seen);
      }
    }
    return false;
  }

  /** It printed as much as it was owed, and was then at fault. */
  static boolean failsBehindTheEcho(ClientObservation seen) {
    return isOf(seen, Kind.EXIT_STATUS)
        && seen.transcript().stdout().total() >= seen.script().message().length();
  }

  /** It was content with a part of the echo: too little was printed, or came. */
  static boolean leavesOutTheRest(ClientObservation seen) {
    boolean endsAtAPart =
        seen.law() == ClientLaw.GIVES_UP
            && isOf(seen, Kind.EXIT_STATUS)
            && seen.script().answers() > 0;
    return endsAtAPart || isIncomplete(seen) && isInPieces(seen);
  }

  // What the server did, and when

  static boolean isInPieces(ClientObservation seen) {
    return seen.script().steps().stream().filter(Answer.class::isInstance).count() > 1;
  }

  static boolean hasSilence(ClientObservation seen) {
    return isIncomplete(seen)
        && seen.script().steps().stream()
            .anyMatch(step -> step instanceof Pause pause && pause.millis() >= SILENCE);
  }

  static boolean sendsExcess(ClientObservation seen) {
    return seen.script().steps().stream().anyMatch(ServerStep.Send.class::isInstance);
  }

  // How it ended

  /** The client ended its side right behind the message, before the reply was there. */
  static boolean isHalfClosed(ClientObservation seen) {
    Optional<Conversation> main = seen.transcript().main();
    if (main.isEmpty() || main.get().end() != End.CLOSED || main.get().segments().isEmpty()) {
      return false;
    }
    List<Conversation.Segment> segments = main.get().segments();
    Duration last = segments.get(segments.size() - 1).at();
    return main.get().endedAt().minus(last).compareTo(BEHIND) < 0;
  }

  static boolean resets(ClientObservation seen) {
    return seen.transcript().main().filter(one -> one.end() == End.RESET).isPresent();
  }

  /** The client was gone before the echo could be read. */
  static boolean closesUnread(ClientObservation seen) {
    return !seen.transcript().wasEnded()
        && seen.transcript()
            .main()
            .filter(
                one ->
                    one.end() == End.RESET
                        || one.answered() < seen.script().message().length()
                        || one.end() == End.CLOSED
                            && !one.writes().isEmpty()
                            && one.endedAt().compareTo(one.writes().get(0).at()) < 0)
            .isPresent();
  }

  /** It left with status 0 before the whole echo was there, or still waits behind it. */
  static boolean leavesOrHangs(ClientObservation seen) {
    return isOf(seen, Kind.NOT_ENDED) || isOf(seen, Kind.EARLY_END) && succeeds(seen);
  }

  /** It has closed its connection, and so has the server. */
  static boolean runsOn(ClientObservation seen) {
    return isOf(seen, Kind.NOT_ENDED)
        && isWhole(seen)
        && arrived(seen)
        && seen.transcript().conversations().size() == 1
        && seen.transcript().conversations().get(0).end() != End.OPEN;
  }

  static boolean triesAgain(ClientObservation seen) {
    return isOf(seen, Kind.NOT_ENDED)
        && seen.law() == ClientLaw.GIVES_UP
        && seen.transcript().conversations().size() >= MANY_TRIES;
  }

  /** It uses the processor all the time although there is nothing more to come. */
  static boolean spins(ClientObservation seen) {
    boolean isOver =
        seen.script().steps().stream()
            .anyMatch(step -> step instanceof HalfClose || step instanceof Reset);
    return isOver && seen.transcript().wasEnded() && ClientJudge.isSpinning(seen.transcript());
  }
}
