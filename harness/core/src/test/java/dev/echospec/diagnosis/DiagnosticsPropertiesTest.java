package dev.echospec.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Diagnosis.Confidence;
import dev.echospec.diagnosis.Evidence.Answers;
import dev.echospec.diagnosis.Evidence.Death;
import dev.echospec.diagnosis.Evidence.Held;
import dev.echospec.diagnosis.Evidence.Sighting;
import dev.echospec.diagnosis.Evidence.Trial;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Server;
import dev.echospec.judge.Server.End;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DiagnosticsPropertiesTest {
  private static final List<String> CASES =
      List.of(
          "transform/binary", "stream/ping-pong", "flow/large", "concurrent/isolation", "x", "");

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anyEvidenceLeadsToSomethingThatCanBePrinted(
      @ForAll("scripts") Script one,
      @ForAll("scripts") Script other,
      @ForAll("scripts") Script third,
      @ForAll Answers answers,
      @ForAll boolean sequential,
      @ForAll String lastWords,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Trial> trials = new ArrayList<>();
    for (Script script : List.of(one, other, third).subList(0, random.nextInt(4))) {
      trials.add(
          new Trial(
              CASES.get(random.nextInt(CASES.size())),
              random.nextInt(4) == 0
                  ? Optional.empty()
                  : Optional.of(anything(script, lastWords, random))));
    }
    Evidence evidence = new Evidence(Oracle.UPPER, answers, sequential, held(random), trials);

    Map<String, Diagnosis> diagnoses = Diagnostics.of(evidence);

    assertThat(diagnoses).isEqualTo(Diagnostics.of(evidence));
    assertThat(diagnoses.keySet())
        .allMatch(
            id -> trials.stream().anyMatch(t -> t.caseId().equals(id) && t.failure().isPresent()));
    assertThat(diagnoses.values())
        .allSatisfy(
            diagnosis ->
                assertThat(diagnosis.line().codePoints())
                    .noneMatch(Character::isISOControl)
                    .noneMatch(c -> Character.getType(c) == Character.FORMAT));
  }

  private static Optional<Held> held(SplittableRandom random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new Held(2, random.nextInt(3), random.nextInt(3)));
  }

  /** Random values of the types, without any meaning. */
  private static Sighting anything(Script script, String lastWords, SplittableRandom random) {
    Map<Integer, Received> received = new HashMap<>();
    List<Event> events = new ArrayList<>();
    for (int connection = 0; connection < 3; connection++) {
      byte[] rest = new byte[random.nextInt(12)];
      random.nextBytes(rest);
      long matched = random.nextInt(3) == 0 ? random.nextLong(1L << 40) : random.nextInt(20);
      received.put(
          connection,
          new Received(random.nextLong(1L << 41), matched + rest.length, matched, rest));
      Duration at = Duration.ofMillis(random.nextInt(2000));
      int step = random.nextInt(40);
      events.add(new Event.Got(step, connection, at, matched));
      events.add(
          switch (random.nextInt(4)) {
            case 0 -> new Event.EndOfStream(step, connection, at);
            case 1 -> new Event.WasReset(step, connection, at);
            case 2 -> new Event.GaveUp(step, connection, at, at);
            default -> new Event.Diverged(step, connection, at, matched, random.nextInt(30));
          });
    }
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Sighting(
        script,
        new Transcript(events, received, Duration.ofSeconds(1)),
        List.of(
            new Violation(
                kind,
                random.nextInt(3),
                random.nextInt(20),
                "something was wrong",
                Set.of(Excess.values()[random.nextInt(Excess.values().length)]))),
        random.nextBoolean()
            ? Optional.of(new Death(random.nextBoolean(), "exited with status 1", lastWords))
            : Optional.empty(),
        random.nextInt(4),
        random.nextInt(4),
        random.nextBoolean());
  }

  /** No cause produces random bytes, so a confident diagnosis would be wrong. */
  @Property(tries = 1000)
  void randomBytesForAnEchoHaveNoLikelyCause(
      @ForAll @Size(min = 12, max = 200) byte[] sent,
      @ForAll @IntRange(min = 8, max = 200) int length,
      @ForAll long seed,
      @ForAll("sections") String caseId) {
    byte[] reply = new byte[length];
    new SplittableRandom(seed).nextBytes(reply);
    Script script = Script.conversation(Payload.of(sent));
    Transcript seen = Server.reply(script, Oracle.UPPER, reply, End.CLOSED, 3);
    List<Violation> violations = new Judge(Oracle.UPPER).judge(Law.ECHO, script, seen);
    Sighting sighting = new Sighting(script, seen, violations, Optional.empty(), 3, 3, true);
    Evidence evidence =
        new Evidence(
            Oracle.UPPER,
            Answers.AND_CLOSES,
            false,
            Optional.empty(),
            List.of(new Trial(caseId, Optional.of(sighting))));

    assertThat(Diagnostics.of(evidence).values())
        .noneMatch(diagnosis -> diagnosis.confidence() == Confidence.LIKELY);
  }

  @Provide
  Arbitrary<String> sections() {
    return Arbitraries.of(CASES);
  }
}
