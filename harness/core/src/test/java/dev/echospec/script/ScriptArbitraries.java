package dev.echospec.script;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random valid scripts. */
public final class ScriptArbitraries {
  private ScriptArbitraries() {}

  /** Returns scripts with steps of all kinds on up to three connections, within all limits. */
  public static Arbitrary<Script> scripts() {
    return steps().list().ofMaxSize(30).map(ScriptArbitraries::thoseThatMakeSense);
  }

  private static Script thoseThatMakeSense(List<Step> drawn) {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (Step step : drawn) {
      steps.add(step);
      if (Script.flaw(steps).isPresent() || bytes(steps) > ScriptJson.MOST_BYTES) {
        steps.remove(steps.size() - 1);
      }
    }
    return new Script(steps);
  }

  private static long bytes(List<Step> steps) {
    return steps.stream()
        .mapToLong(step -> step instanceof Step.Send send ? send.payload().length() : 0)
        .sum();
  }

  private static Arbitrary<Step> steps() {
    Arbitrary<Integer> on = Arbitraries.integers().between(0, 2);
    return Arbitraries.oneOf(
        on.map(Step.Connect::new),
        Combinators.combine(on, payloads()).as(Step.Send::new),
        Combinators.combine(on, payloads()).as(Step.Send::new),
        Combinators.combine(on, Arbitraries.longs().greaterOrEqual(1)).as(Step.Read::new),
        on.map(c -> new Step.Read(c, Step.EVERYTHING)),
        on.map(Step.HalfClose::new),
        on.map(Step.ReadToEnd::new),
        on.map(Step.StopReading::new),
        on.map(Step.ResumeReading::new),
        on.map(Step.Reset::new),
        on.map(Step.Close::new),
        Arbitraries.integers().between(1, 3_600_000).map(Step.Pause::new));
  }

  private static Arbitrary<Payload> payloads() {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Payload::of),
        Arbitraries.strings().ofMaxLength(20).map(Payload::of),
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.longs().between(0, ScriptJson.MOST_BYTES),
                Arbitraries.of(Alphabet.class))
            .as(Payload.Generated::new));
  }
}
