package dev.echospec.diagnosis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.diagnosis.Evidence.Sighting;
import dev.echospec.diagnosis.Evidence.Trial;
import dev.echospec.diagnosis.Experiment.Outcome;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Server;
import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every experiment on hand-made outcomes: each can come out, and each can be refuted. */
class ExperimentsTest {
  /** No conversation could tell these, or a case is itself the experiment. */
  private static final Set<Cause> WITHOUT =
      EnumSet.of(
          Cause.HOLDS_ANSWER_BACK,
          Cause.EXPECTS_A_MESSAGE,
          Cause.UNCAUGHT_ERROR,
          Cause.LEAKS_DESCRIPTORS,
          Cause.LEAKS_THREADS,
          Cause.LEAKS_CHILDREN,
          Cause.QUEUES_WITHOUT_BOUND,
          Cause.KEEPS_WHAT_IT_ECHOES,
          Cause.INTERMITTENT,
          Cause.LINE_BUFFERED,
          Cause.HOLDS_LAST_BYTE,
          Cause.WAITS_FOR_THE_END);

  /** What faulty servers make of a write, for the experiments that predict a reply. */
  private static final List<Function<String, String>> SERVERS =
      List.of(
          sent -> sent,
          sent -> sent.toLowerCase(Locale.ROOT),
          sent -> upper(sent).replace('Z', 'z'),
          sent -> mapped(sent, b -> b & ~0x20),
          sent -> mapped(sent, b -> b >= 0xe0 ? b - 0x20 : upper(b)),
          sent -> mapped(sent, b -> upper(b & 0x7f)),
          sent -> mapped(sent, b -> upper(Math.abs((byte) b))),
          sent -> upper(sent.substring(0, sent.length() / 2)) + sent.substring(sent.length() / 2),
          sent -> encoded(decoded(sent).toUpperCase(Locale.ROOT)),
          sent -> upper(encoded(Normalizer.normalize(decoded(sent), Normalizer.Form.NFC))),
          sent -> sent.replace("i", encoded("\u0130")),
          sent -> mapped(sent, b -> b < 0x80 ? upper(b) : '?'),
          sent -> encoded(decoded(upper(sent))),
          sent -> upper(sent).replaceAll("[\u0080-\u00ff]", ""),
          sent -> upper(sent).replace("\u00c0\u0080", "\0"),
          sent -> encoded(upper(sent)),
          sent -> upper(sent).replaceAll("(?s)\0.*", ""),
          sent -> upper(sent).replaceAll("(?s)\n.+", "\n"),
          sent -> upper(sent).replaceAll("(?s)[\u0004\u001a].*", ""),
          sent -> upper(sent).replaceAll("[\u0011\u0013]", ""),
          sent -> upper(sent).replaceAll("[^\b]\b", ""),
          sent -> upper(sent).replace("%%", "%"),
          sent -> sent.replace("\\n", "\n"),
          sent -> upper(sent).replace("\r\n", "\n"),
          sent -> upper(sent).replaceAll("[\r\n]+$", ""),
          sent -> upper(sent) + "\n",
          sent -> upper(sent) + "\0",
          sent -> upper(sent).replaceAll("(.{10})", "$1\n"),
          sent -> upper(sent) + "> ",
          sent -> new StringBuilder(upper(sent)).reverse().toString(),
          sent -> "\u00ef\u00bb\u00bf" + upper(sent),
          sent -> upper(sent.startsWith("\u00ef\u00bb\u00bf") ? sent.substring(3) : sent));

  /** Payloads beyond this many bytes ask how much comes back, and not what becomes of a byte. */
  private static final int LARGE = 256 << 10;

  private static final Kind[] KINDS = {
    Kind.LATE, Kind.LOST, Kind.NOT_CLOSED, Kind.RESET_AT_END, Kind.WRONG_BYTE
  };

  /** Those of clients are tested by runs of the client: see the matrix of clients. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "CLIENT_.*")
  void eachExperimentCanComeOutAndCanBeRefuted(Cause cause) {
    Sighting sighting = sighting(cause);
    List<Experiment> experiments =
        Experiments.on(cause, new Clues("x", sighting, evidence(sighting, Map.of()))).stream()
            .filter(experiment -> experiment.question().isPresent())
            .toList();

    assertThat(experiments.isEmpty()).isEqualTo(WITHOUT.contains(cause));
    for (Experiment experiment : experiments) {
      Question question = experiment.question().orElseThrow();
      Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
      pool(question.script())
          .forEach(
              seen ->
                  outcomes.add(
                      experiment.outcome(evidence(sighting, Map.of(question, List.of(seen))))));
      assertThat(outcomes)
          .as(experiment.words())
          .containsExactlyInAnyOrder(Outcome.CAME_OUT, Outcome.REFUTED);
    }
  }

  /** The time-out is so short that the client itself was slower when it asked. */
  @Test
  void anExperimentInWhichTheClientWasIdleAfterAllSaysNothing() {
    Sighting sighting = sighting(Cause.CLOSES_WHEN_IDLE); // After 100 ms.
    Experiment inUse =
        Experiments.on(
                Cause.CLOSES_WHEN_IDLE, new Clues("x", sighting, evidence(sighting, Map.of())))
            .get(0);

    assertThat(outcome(inUse, sighting, closedAfter(90))).isEqualTo(Outcome.OPEN);
    assertThat(outcome(inUse, sighting, closedAfter(20))).isEqualTo(Outcome.REFUTED);
    assertThat(outcome(inUse, sighting, closedAfter(90), closedAfter(20)))
        .isEqualTo(Outcome.REFUTED);
  }

  private static Outcome outcome(Experiment experiment, Sighting sighting, Seen... seen) {
    return experiment.outcome(
        evidence(sighting, Map.of(experiment.question().orElseThrow(), List.of(seen))));
  }

  private static Seen closedAfter(int quiet) {
    return new Seen(
        Script.conversation(Payload.of("a"), Payload.of("b")),
        new Transcript(
            List.of(
                new Event.Connected(0, 0, Duration.ZERO),
                new Event.Sent(1, 0, Duration.ofMillis(5), 1),
                new Event.EndOfStream(2, 0, Duration.ofMillis(5 + quiet))),
            Map.of(),
            Duration.ofMillis(200)),
        List.of(new Violation(Kind.EARLY_END, 0, 1, "it ended")),
        false);
  }

  /** On a busy machine a time-out of 20 ms shows in a script without a pause as well. */
  @Test
  void aTimeOutIsFoundThoughTheShortestScriptHasNoPause() {
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("a")));
    List<Event> events =
        List.of(
            new Event.Connected(0, 0, Duration.ZERO),
            new Event.Sent(1, 0, Duration.ZERO, 1),
            new Event.Got(1, 0, Duration.ofMillis(1), 1),
            new Event.EndOfStream(2, 0, Duration.ofMillis(26)));
    Transcript ended =
        new Transcript(
            events, Map.of(0, new Received(1, 1, 1, new byte[0])), Duration.ofMillis(26));
    Violation early = new Violation(Kind.EARLY_END, 0, 1, "it ended");
    Sighting sighting = new Sighting(script, ended, List.of(early), Optional.empty(), 3, 3, true);
    Map<Question, List<Seen>> seen = new HashMap<>();
    Optional<Question> next = Diagnostics.next(evidence(sighting, seen), "x");
    while (next.isPresent()) {
      seen.put(next.get(), Collections.nCopies(3, right(next.get().script())));
      next = Diagnostics.next(evidence(sighting, seen), "x");
    }

    assertThat(Diagnostics.of(evidence(sighting, seen)).get("x").cause())
        .isEqualTo(Cause.CLOSES_WHEN_IDLE);
  }

  private static Seen right(Script script) {
    int first = script.connectionNumbers().get(0);
    int total = (int) new ClientSide(script, first).total();
    byte[] owed = Oracle.UPPER.owed(script, first, 0, total);
    return new Seen(
        script, Server.reply(script, Oracle.UPPER, owed, End.CLOSED, 3), List.of(), false);
  }

  /** Outcomes of all sorts: every length, way to end and kind of violation, and faulty replies. */
  private static Stream<Seen> pool(Script script) {
    List<Seen> pool = new ArrayList<>();
    int first = script.connectionNumbers().get(0);
    int total = (int) new ClientSide(script, first).total();
    byte[] owed = Oracle.UPPER.owed(script, first, 0, total);
    int write = script.sent(first).isEmpty() ? 0 : (int) script.sent(first).get(0).length();
    List<byte[]> replies = new ArrayList<>();
    for (int length : List.of(0, Math.min(1, total), write, Math.max(0, total - 2), total)) {
      replies.add(Arrays.copyOf(owed, length));
    }
    replies.add(Arrays.copyOf(owed, total + 2));
    replies.add(Arrays.copyOfRange(owed, write, total));
    String sent = new String(Oracle.IDENTITY.owed(script, first, 0, total), ISO_8859_1);
    if (total <= LARGE) {
      SERVERS.forEach(server -> replies.add(server.apply(sent).getBytes(ISO_8859_1)));
    }
    for (byte[] reply : replies) {
      Received received = received(owed, reply);
      int at = (int) received.matched();
      for (boolean died : new boolean[] {false, true}) {
        for (boolean ended : new boolean[] {false, true}) {
          pool.add(seen(script, received, List.of(), died, ended));
          for (Kind kind : KINDS) {
            Violation violation = new Violation(kind, first, at, "something was wrong");
            pool.add(seen(script, received, List.of(violation), died, ended));
          }
        }
      }
    }
    return pool.stream();
  }

  private static Received received(byte[] owed, byte[] reply) {
    int mismatch = Arrays.mismatch(owed, reply);
    int at = mismatch < 0 ? owed.length : mismatch;
    byte[] rest = Arrays.copyOfRange(reply, at, Math.min(reply.length, at + Received.KEPT));
    return new Received(owed.length, reply.length, at, rest);
  }

  private static Seen seen(
      Script script, Received received, List<Violation> violations, boolean died, boolean ended) {
    int first = script.connectionNumbers().get(0);
    List<Event> events =
        ended ? List.of(new Event.EndOfStream(0, first, Duration.ofMillis(1))) : List.of();
    return new Seen(
        script,
        new Transcript(events, Map.of(first, received), Duration.ofMillis(1)),
        violations,
        died);
  }

  /** A failure in which the cause has what its experiments are derived from. */
  private static Sighting sighting(Cause cause) {
    return switch (cause) {
      case LOCALE -> fails("i", "");
      case UNICODE_UPPER_CASE, QUESTION_MARKS -> fails("\u00c3\u00a9", "\u00c3\u0089");
      case FIRST_MESSAGE_OF_READ -> fails("a\nb", "A\n");
      case END_OF_FILE_CHARACTER -> fails("\u0004", "");
      case LINE_EDITING -> fails("\b", "");
      case BACKSLASH_ESCAPES -> fails("\\n", "\n");
      case LINE_ENDING_TRANSLATION -> fails("\r\n", "\n");
      case TRIMS_LINE_ENDS -> fails("\n", "");
      case BYTE_ORDER_MARK -> fails("\u00ef\u00bb\u00bf", "");
      case WRAPS_LINES -> fails("x".repeat(20), "X".repeat(10) + "\n" + "X".repeat(10));
      case LIMIT_PER_CONNECTION, RATE_LIMIT -> {
        Script script = Variation.pingPong(Collections.nCopies(4, Payload.of("m")));
        yield sighting(script, Server.reply(script, Oracle.UPPER, bytes("MMM"), End.CLOSED, 3));
      }
      case CLOSES_WHEN_IDLE, LIMITED_LIFETIME -> {
        Script script = Script.of(new Step.Connect(0), new Step.Pause(200));
        yield sighting(
            script,
            new Transcript(
                List.of(
                    new Event.Connected(0, 0, Duration.ZERO),
                    new Event.EndOfStream(1, 0, Duration.ofMillis(100))),
                Map.of(),
                Duration.ofMillis(200)));
      }
      case RUNS_OUT -> silent(Variation.conversations(8, Payload.of("a")));
      case LIMIT_OF_CONNECTIONS -> silent(Variation.atOnce(3));
      default -> fails("a".repeat(64), "A".repeat(32));
    };
  }

  private static Sighting fails(String sent, String reply) {
    Script script = Script.conversation(Payload.of(bytes(sent)));
    return sighting(script, Server.reply(script, Oracle.UPPER, bytes(reply), End.CLOSED, 3));
  }

  private static Sighting silent(Script script) {
    return sighting(script, new Transcript(List.of(), Map.of(), Duration.ofSeconds(1)));
  }

  private static Sighting sighting(Script script, Transcript seen) {
    Violation lost = new Violation(Kind.LOST, 0, 0, "something was wrong");
    return new Sighting(script, seen, List.of(lost), Optional.empty(), 3, 3, true);
  }

  private static Evidence evidence(Sighting sighting, Map<Question, List<Seen>> seen) {
    return new Evidence(
        Oracle.UPPER,
        Answers.AND_CLOSES,
        true,
        Optional.empty(),
        List.of(new Trial("x", Optional.of(sighting))),
        seen);
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  private static String upper(String text) {
    return mapped(text, ExperimentsTest::upper);
  }

  private static int upper(int b) {
    return ByteHeuristics.upper(b);
  }

  private static String mapped(String latin1, IntUnaryOperator map) {
    StringBuilder mapped = new StringBuilder();
    latin1.chars().forEach(b -> mapped.append((char) (map.applyAsInt(b) & 0xff)));
    return mapped.toString();
  }

  private static String decoded(String latin1) {
    return new String(bytes(latin1), UTF_8);
  }

  private static String encoded(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
