package dev.echospec.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.echospec.script.Step.Close;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Reset;
import dev.echospec.script.Step.ResumeReading;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {
  private static final Payload A = Payload.of("a");

  private static final List<Step> ONE_OF_EACH_KIND =
      List.of(
          new Connect(0),
          new Send(0, A),
          new Read(0, 1),
          new ReadToEnd(0),
          new HalfClose(0),
          new Pause(1),
          new StopReading(0),
          new ResumeReading(0),
          new Reset(0),
          new Close(0));

  @Test
  void eachKindIsARecordOfItsName() {
    assertThat(ONE_OF_EACH_KIND).extracting(Step::kind).containsExactly(Step.Kind.values());
    assertThat(ONE_OF_EACH_KIND)
        .allSatisfy(
            step ->
                assertThat(step.kind().slug().replace("-", ""))
                    .isEqualToIgnoringCase(step.getClass().getSimpleName()));
  }

  @Test
  void whatEndsAConnectionLeavesNothingToBeDoneOnIt() {
    for (Step.Kind kind : Step.Kind.values()) {
      Step last = ONE_OF_EACH_KIND.get(kind.ordinal());
      List<Step> steps = new ArrayList<>();
      if (last instanceof Connect) {
        steps.add(last);
      } else {
        steps.add(new Connect(0));
        if (last instanceof ReadToEnd) {
          steps.add(new HalfClose(0));
        }
        if (last instanceof ResumeReading) {
          steps.add(new StopReading(0));
        }
        steps.add(last);
      }
      steps.add(new Close(0));
      assertThat(Script.flaw(steps).filter(flaw -> flaw.endsWith("connection 0 is gone")))
          .as(kind.slug())
          .matches(flaw -> flaw.isPresent() == kind.endsConnection());
    }
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
        flaw("step 1: a connection has no negative number: -1", new Connect(-1)),
        flaw("step 2: connection 0 is connected twice", new Connect(0), new Connect(0)),
        flaw(
            "step 3: connection 0 is connected twice",
            new Connect(0),
            new Reset(0),
            new Connect(0)),
        flaw("step 1: connection 0 is not connected", new Send(0, A)),
        flaw("step 2: connection 1 is not connected", new Connect(0), new Read(1, 1)),
        flaw("step 1: connection 0 is not connected", new HalfClose(0)),
        flaw("step 1: connection 0 is not connected", new Close(0)),
        flaw("step 1: connection 0 is not connected", new StopReading(0)),
        flaw(
            "step 3: connection 0 is half-closed already",
            new Connect(0),
            new HalfClose(0),
            new Send(0, A)),
        flaw(
            "step 3: connection 0 is half-closed already",
            new Connect(0),
            new HalfClose(0),
            new HalfClose(0)),
        flaw("step 3: connection 0 is gone", new Connect(0), new Reset(0), new Send(0, A)),
        flaw("step 3: connection 0 is gone", new Connect(0), new Close(0), new Reset(0)),
        flaw(
            "step 4: connection 0 is gone",
            new Connect(0),
            new HalfClose(0),
            new ReadToEnd(0),
            new Close(0)),
        flaw(
            "step 2: connection 0 is read to its end before it is half-closed",
            new Connect(0),
            new ReadToEnd(0)),
        flaw(
            "step 3: reading from connection 0 is stopped twice",
            new Connect(0),
            new StopReading(0),
            new StopReading(0)),
        flaw(
            "step 2: reading from connection 0 was not stopped",
            new Connect(0),
            new ResumeReading(0)),
        flaw(
            "step 3: connection 0 is waited for while its reading is stopped",
            new Connect(0),
            new StopReading(0),
            new Read(0, 1)),
        flaw(
            "step 4: connection 0 is waited for while its reading is stopped",
            new Connect(0),
            new HalfClose(0),
            new StopReading(0),
            new ReadToEnd(0)),
        flaw("step 2: a read of less than 1 byte", new Connect(0), new Read(0, 0)),
        flaw("step 1: a pause of less than 1 ms", new Pause(0)));
  }

  private static Arguments flaw(String words, Step... steps) {
    return Arguments.of(words, List.of(steps));
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void saysWhatMakesNoSense(String words, List<Step> steps) {
    assertThat(Script.flaw(steps)).contains(words);
    assertThatIllegalArgumentException().isThrownBy(() -> new Script(steps)).withMessage(words);
  }

  @Test
  void whatMakesSenseHasNoFlaw() {
    assertThat(
            Script.flaw(
                List.of(
                    new Pause(1),
                    new Connect(7),
                    new Connect(0),
                    new StopReading(0),
                    new Send(0, A),
                    new HalfClose(0),
                    new ResumeReading(0),
                    new Read(0, Step.EVERYTHING),
                    new ReadToEnd(0),
                    new StopReading(7),
                    new Reset(7))))
        .isEmpty();
    assertThat(Script.flaw(List.of())).isEmpty();
  }

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 200)
  void everyBeginningOfAScriptIsOneToo(@ForAll("scripts") Script script) {
    for (int i = 0; i <= script.steps().size(); i++) {
      assertThat(Script.flaw(script.steps().subList(0, i))).isEmpty();
    }
  }

  @Property(tries = 200)
  void itsBytesAreThoseOfItsConnections(@ForAll("scripts") Script script) {
    long sum = 0;
    int connections = 0;
    for (Step step : script.steps()) {
      if (step instanceof Connect connect) {
        connections++;
        for (Payload payload : script.sent(connect.connection())) {
          sum += payload.length();
        }
      }
    }

    assertThat(script.bytes()).isEqualTo(sum);
    assertThat(script.connections()).isEqualTo(connections);
  }

  @Test
  void isAValue() {
    List<Step> steps = new ArrayList<>(List.of(new Connect(0), new Send(0, A)));
    Script script = new Script(steps);
    steps.clear();

    assertThat(script).isEqualTo(Script.of(new Connect(0), new Send(0, Payload.of("a"))));
    assertThat(script.sent(1)).isEmpty();
    assertThatNullPointerException().isThrownBy(() -> new Send(0, null));
  }

  @Test
  void aConversationSendsHalfClosesAndReadsToTheEnd() {
    assertThat(Script.conversation(A, Payload.of("b")))
        .isEqualTo(
            Script.of(
                new Connect(0),
                new Send(0, A),
                new Send(0, Payload.of("b")),
                new HalfClose(0),
                new ReadToEnd(0)));
  }
}
