package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.generalise.ContentLimitation;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.suite.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownFaultsTest {
  private final KnownFaults faults = new KnownFaults(true);

  @Test
  void aFaultThatWasToldKeepsItsNumberForItself() {
    add("a");
    add("b");

    faults.same(2, 1, true);

    assertThat(numbersOf("b")).containsExactly(1, 1);
    assertThat(add("c")).isEqualTo(3);
  }

  @Test
  void aFaultThatWasNotToldLeavesItsNumberToTheNext() {
    add("a");
    add("b");

    faults.same(2, 1, false);

    assertThat(add("c")).isEqualTo(2);
    assertThat(numbersOf("c")).containsExactly(1, 1, 2);
  }

  @Test
  void eachProofOfAFaultHasItsLimitation() {
    ContentLimitation malformed = ContentLimitation.ofMalformedText();
    ContentLimitation nothing = ContentLimitation.ofNothing();
    faults.add(sight("a"), new Unplayed(), Optional.of(malformed), 1);
    faults.add(sight("b"), new Unplayed(), Optional.of(nothing), 1);

    faults.same(2, 1, false);

    assertThat(faults.limitations()).containsExactly(malformed, nothing);
    faults.passed(faults.due().get(1));
    assertThat(faults.limitations()).containsExactly(malformed);
  }

  private int add(String sent) {
    return faults.add(sight(sent), new Unplayed(), Optional.empty(), 1);
  }

  private List<Integer> numbersOf(String failing) {
    return faults.candidates(sight(failing)).map(KnownFaults.Known::number).toList();
  }

  private static Observation sight(String sent) {
    return new Observation(
        Script.conversation(Payload.of(sent)),
        Law.ECHO,
        new Transcript(List.of(), Map.of(), Duration.ZERO),
        List.of(new Violation(Kind.LOST, 0, 0, "lost")));
  }

  /** The method of a case that is not called. */
  private static final class Unplayed implements CaseProperty {
    @Override
    public Outcome search(Plan plan) {
      throw new AssertionError("searched");
    }

    @Override
    public void play(Script script, Wire wire) {
      throw new AssertionError("played");
    }
  }
}
