package dev.echospec.client.judge;

import static dev.echospec.client.script.ServerScriptText.count;

import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges runs of a client.
 *
 * @param mode how its output is compared with the echo
 * @param oracle what the echo of bytes is
 */
public record ClientJudge(OutputMode mode, Oracle oracle) {
  /**
   * Share of the silence. A client that waits uses next to nothing; one that spins uses all that a
   * busy machine leaves it.
   */
  private static final double SPINNING = 0.04;

  /**
   * A client that was ended and had printed this many bytes more than {@link #WORDY} times what it
   * sent was printing without end: on a very busy machine it may not have got the processor enough.
   */
  private static final int ENDLESS = 64 << 10;

  /** Bytes that are printed around a byte of the echo if each is a line of its own. */
  private static final int WORDY = 64;

  /** Bytes of an earlier piece behind a shorter one that are no coincidence. */
  private static final int STALE = 3;

  /** Returns a run with what was wrong with it. */
  public ClientObservation judge(ServerScript script, ClientLaw law, ClientTranscript seen) {
    return new ClientObservation(script, law, seen, violations(script, law, seen));
  }

  private List<Violation> violations(ServerScript script, ClientLaw law, ClientTranscript seen) {
    if (law != ClientLaw.OBSERVED && seen.conversations().isEmpty() && !script.refuses()) {
      return List.of(
          new Violation(
              seen.wasEnded() ? Kind.NO_ANSWER : Kind.LOST,
              0,
              0,
              "the client never connected" + ending(seen)));
    }
    return switch (law) {
      case SENDS -> sent(script, seen).stream().toList();
      case PRINTS -> printed(script, seen).stream().toList();
      case ENDS -> ended(script, seen).stream().toList();
      case CLOSES -> closed(seen).stream().toList();
      case EXCHANGES -> {
        List<Violation> all = new ArrayList<>();
        sent(script, seen).ifPresent(all::add);
        printed(script, seen).ifPresent(all::add);
        ended(script, seen).ifPresent(all::add);
        yield all;
      }
      case GIVES_UP -> gaveUp(script, seen).stream().toList();
      case TIRES -> stillRuns(seen, "the server had fallen silent").stream().toList();
      case UNHARMED -> unharmed(script, seen);
      case OBSERVED -> List.of();
    };
  }

  private static Optional<Violation> sent(ServerScript script, ClientTranscript seen) {
    Payload message = script.message();
    List<Conversation> spoken = seen.conversations().stream().filter(c -> c.total() > 0).toList();
    if (spoken.size() > 1) {
      return violation(
          Kind.UNASKED,
          message.length(),
          "the client sent bytes on " + spoken.size() + " connections: a message is sent once");
    }
    Payload came = spoken.isEmpty() ? Payload.of(new byte[0]) : spoken.get(0).received();
    long common = Math.min(message.length(), came.length());
    for (int i = 0; i < common; i++) {
      if (message.byteAt(i) != came.byteAt(i)) {
        return violation(
            Kind.WRONG_BYTE,
            i,
            String.format(
                Locale.ROOT,
                "byte %d of what the client sent is 0x%02x, and 0x%02x in the message",
                i,
                came.byteAt(i),
                message.byteAt(i)));
      }
    }
    if (came.length() < message.length()) {
      return violation(
          seen.wasEnded() ? Kind.LATE : Kind.LOST,
          came.length(),
          "the client sent "
              + came.length()
              + " of the "
              + count(message.length())
              + " of the message"
              + ending(seen));
    }
    if (came.length() > message.length()) {
      byte[] more = came.bytes(message.length(), 8);
      return violation(
          Kind.UNASKED,
          message.length(),
          "the client sent more than the message: "
              + dev.echospec.script.ScriptText.hex(more)
              + (came.length() - message.length() > more.length ? " ..." : "")
              + " behind it");
    }
    return Optional.empty();
  }

  private Optional<Violation> printed(ServerScript script, ClientTranscript seen) {
    if (!isOutputSeen(seen)) {
      return Optional.empty();
    }
    byte[] echo = echo(script);
    byte[] output = output(seen);
    if (mode == OutputMode.EXACT) {
      return exact(echo, output, seen);
    }
    int found = new OutputMatch(echo, output).found();
    if (found < echo.length) {
      return violation(
          seen.wasEnded() ? Kind.NOT_ENDED : Kind.WRONG_OUTPUT,
          found,
          "the client printed "
              + (found == 0 ? "nothing" : "only the first " + count(found))
              + " of the "
              + count(echo.length)
              + " of the echo"
              + (seen.stdout().isCut() ? " in its first " + count(output.length) : "")
              + ending(seen));
    }
    return stale(script, echo, output);
  }

  private boolean isOutputSeen(ClientTranscript seen) {
    return mode != OutputMode.NONE && (seen.status().isPresent() || seen.wasEnded());
  }

  private static Optional<Violation> exact(byte[] echo, byte[] output, ClientTranscript seen) {
    int at = Arrays.mismatch(echo, output);
    if (at < 0) {
      return Optional.empty();
    }
    boolean ends = at == output.length;
    return violation(
        ends && seen.wasEnded() ? Kind.NOT_ENDED : Kind.WRONG_OUTPUT,
        at,
        ends
            ? "the client printed only the first "
                + count(at)
                + " of the "
                + count(echo.length)
                + " of the echo"
                + ending(seen)
            : at == echo.length
                ? "the client printed " + count(output.length - at) + " more than the echo"
                : "byte " + at + " of what the client printed is not that of the echo");
  }

  /** Finds an earlier piece's bytes that were printed again behind a shorter piece. */
  private static Optional<Violation> stale(ServerScript script, byte[] echo, byte[] output) {
    int at = 0;
    int before = 0;
    boolean apart = false;
    for (ServerStep step : script.steps()) {
      apart |= step instanceof Pause;
      if (!(step instanceof Answer answer)) {
        continue;
      }
      int length = Math.min(answer.bytes(), echo.length - at);
      if (apart && length > 0 && before - length >= STALE) {
        byte[] piece = Arrays.copyOfRange(echo, at, at + length);
        byte[] old = Arrays.copyOfRange(echo, at - before + length, at - before + length + STALE);
        byte[] both = Arrays.copyOf(piece, length + STALE);
        System.arraycopy(old, 0, both, length, STALE);
        if (OutputMatch.indexOf(output, both, 0) >= 0 && OutputMatch.indexOf(echo, both, 0) < 0) {
          return violation(
              Kind.WRONG_OUTPUT,
              at + length,
              "behind a piece of "
                  + count(length)
                  + " the client printed bytes of the piece before it once more");
        }
      }
      before = length;
      apart = false;
      at += length;
    }
    return Optional.empty();
  }

  private static Optional<Violation> ended(ServerScript script, ClientTranscript seen) {
    Optional<Violation> runs = stillRuns(seen, "the whole echo had been sent");
    if (runs.isPresent()) {
      return runs;
    }
    long answered = seen.main().map(Conversation::answered).orElse(0L);
    if (answered < script.message().length()) {
      return violation(
          Kind.EARLY_END,
          answered,
          "the client ended after "
              + answered
              + " of the "
              + count(script.message().length())
              + " of the echo"
              + seen.status().map(status -> ", with exit status " + status).orElse(""));
    }
    // That of a client which the kit has not started is not known.
    int status = seen.status().orElse(0);
    return status == 0
        ? Optional.empty()
        : violation(
            Kind.EXIT_STATUS,
            script.message().length(),
            "exit status " + status + " although the whole echo came" + said(seen));
  }

  /** A process that has ended has closed all, so this is about what it leaves behind. */
  private static Optional<Violation> closed(ClientTranscript seen) {
    boolean open = seen.conversations().stream().anyMatch(c -> c.end() == End.OPEN);
    return open && !seen.wasEnded()
        ? violation(Kind.NOT_CLOSED, 0, "the client ended and left its connection open")
        : Optional.empty();
  }

  private static Optional<Violation> gaveUp(ServerScript script, ClientTranscript seen) {
    Optional<Violation> runs =
        stillRuns(seen, script.refuses() ? "it had been started" : "the connection was over");
    if (runs.isPresent() || seen.status().isEmpty()) {
      return runs;
    }
    long answered = seen.main().map(Conversation::answered).orElse(0L);
    String missing =
        script.refuses()
            ? "no server was there"
            : answered + " of the " + count(script.message().length()) + " of the echo came";
    if (seen.status().get() == 0) {
      return violation(Kind.EXIT_STATUS, answered, "exit status 0 although only " + missing);
    }
    boolean isSilent =
        seen.stderr().filter(String::isBlank).isPresent() && seen.stdout().total() <= answered;
    return isSilent
        ? violation(
            Kind.WRONG_OUTPUT,
            answered,
            "the client did not say that anything was wrong, though only " + missing)
        : Optional.empty();
  }

  private List<Violation> unharmed(ServerScript script, ClientTranscript seen) {
    Optional<Violation> runs = stillRuns(seen, "the echo and more had been sent");
    if (runs.isPresent()) {
      return runs.stream().toList();
    }
    if (seen.status().filter(status -> status != 0).isPresent()) {
      return violation(
              Kind.EXIT_STATUS,
              script.message().length(),
              "exit status "
                  + seen.status().get()
                  + " because of what came behind the echo"
                  + said(seen))
          .stream()
          .toList();
    }
    if (mode == OutputMode.EXACT) {
      byte[] echo = echo(script);
      byte[] output = output(seen);
      return isOutputSeen(seen)
          ? exact(echo, Arrays.copyOf(output, Math.min(output.length, echo.length)), seen).stream()
              .toList()
          : List.of();
    }
    return printed(script, seen).stream().toList();
  }

  private static Optional<Violation> stillRuns(ClientTranscript seen, String since) {
    return seen.wasEnded()
        ? violation(
            Kind.NOT_ENDED,
            0,
            "the client still ran " + seconds(seen.silence()) + " after " + since + spin(seen))
        : Optional.empty();
  }

  private static String spin(ClientTranscript seen) {
    if (usesProcessor(seen)) {
      return ", and used "
          + seconds(seen.processorTime().orElseThrow())
          + " of processor time: it spins";
    }
    return isSpinning(seen) ? ", and printed " + count(seen.stdout().total()) + ": it spins" : "";
  }

  /** Returns true if a client that was to wait used the processor, or printed, all the time. */
  static boolean isSpinning(ClientTranscript seen) {
    long sent = seen.main().map(Conversation::total).orElse(0L);
    return usesProcessor(seen) || seen.wasEnded() && seen.stdout().total() > ENDLESS + WORDY * sent;
  }

  private static boolean usesProcessor(ClientTranscript seen) {
    return seen.processorTime()
        .filter(used -> used.toNanos() > SPINNING * seen.silence().toNanos())
        .isPresent();
  }

  private static String ending(ClientTranscript seen) {
    if (seen.wasEnded()) {
      return ", and still ran " + seconds(seen.silence()) + " later" + spin(seen);
    }
    return seen.status().map(s -> ", and ended with exit status " + s).orElse("") + said(seen);
  }

  private static String said(ClientTranscript seen) {
    return seen.lastLine().map(line -> "; the end of its stderr: " + line).orElse("");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }

  private byte[] echo(ServerScript script) {
    return oracle.apply(script.message().bytes(0, (int) script.message().length()));
  }

  private static byte[] output(ClientTranscript seen) {
    Payload bytes = seen.stdout().bytes();
    return bytes.bytes(0, (int) bytes.length());
  }

  private static Optional<Violation> violation(Kind kind, long offset, String message) {
    return Optional.of(new Violation(kind, 0, offset, message));
  }
}
