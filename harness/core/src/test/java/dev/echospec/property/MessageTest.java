package dev.echospec.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Fault;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final CaseResult SHORT =
      failed("transform/ascii-letters", "the short one is lost", "a");
  private static final CaseResult LONG =
      failed("transform/binary", "the long one is lost", "abcdef");

  @Test
  void ofTheCaseThatShowsItsFault() {
    Fault fault = new Fault(3, SHORT.of(3), List.of(SHORT.of(3)));

    assertThat(Message.of(SHORT.of(3), Optional.of(fault)))
        .startsWith("transform/ascii-letters: the short one is lost\nRule: ")
        .contains(
            """

            It is fault 3:

                connect
                send    61      "a"

            What does it:
                1 byte or more does it

            The server exited with status 1:
            Error

            To fix it: \
            """
                .stripTrailing());
  }

  @Test
  void ofAnotherCaseOfAFault() {
    Fault fault = new Fault(3, SHORT.of(3), List.of(LONG.of(3), SHORT.of(3)));

    assertThat(Message.of(LONG.of(3), Optional.of(fault)))
        .startsWith("transform/binary: the long one is lost\nRule: ")
        .contains(
            "\nIt is fault 3, as transform/ascii-letters shows it:\n\n"
                + "    connect\n    send    61      \"a\"\n\n")
        .doesNotContain("abcdef")
        .contains("\n\nTo fix it: " + LONG.info().rule().fix());
  }

  @Test
  void ofACaseWithoutAFault() {
    assertThat(Message.of(LONG, Optional.empty()))
        .contains("\n\n    connect\n    send    61 62 63 64 65 66      \"abcdef\"\n")
        .doesNotContain("It is fault");
  }

  private static CaseResult failed(String id, String message, String sent) {
    CaseInfo info = Catalogue.find(id).orElseThrow();
    Script script = Script.of(new Step.Connect(0), new Step.Send(0, Payload.of(sent)));
    Violation violation = new Violation(Violation.Kind.LOST, 0, 0, message);
    Failure failure =
        new Failure(
                new Observation(
                    script,
                    Law.ECHO,
                    new Transcript(List.of(), Map.of(), Duration.ZERO),
                    List.of(violation)),
                1,
                script.bytes(),
                3,
                3,
                Optional.of(new Failure.Death("exited with status 1", "Error")))
            .reaching(List.of("1 byte or more does it"));
    return new CaseResult(
        info, Verdict.FAIL, 5, Duration.ofSeconds(1), Optional.of(failure), Optional.empty());
  }
}
