package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FailureFileTest {
  @TempDir Path folder;

  @Test
  void saysWhatWasSeen() throws Malformed {
    CaseResult result =
        Samples.result("stream/segmentation", Verdict.FAIL, Samples.cutCharacter(""));

    String text = FailureFile.write(result, Transform.UPPER, "localhost:10000");

    JsonNode json = JsonText.parse(text);
    assertThat(json.get("echospec").stringValue()).isEqualTo("failure/1");
    assertThat(json.at("/violation/kind").stringValue()).isEqualTo("lost");
    assertThat(json.at("/violation/offset").intValue()).isEqualTo(15);
    assertThat(json.get("replay").stringValue())
        .isEqualTo("./echospec replay stream-segmentation.json localhost:10000");
    assertThat(text)
        .contains(
            "    { \"event\": \"was-reset\", \"step\": 2, \"on\": 0, \"millis\": 3.0 }".strip())
        .contains("{ \"do\": \"connect\", \"on\": 0 }")
        .contains("{ \"on\": 0, \"sent\": 17, \"length\": 15, \"matched\": 15,");
  }

  @Test
  void saysWhatElseShowsTheFaultIfThatWasMeasured() throws Malformed {
    Failure failure = Samples.cutCharacter("");
    List<String> extent = List.of("17 bytes or more do it, 16 do not", "any second byte does it");

    String with = write(failure.reaching(extent));
    String without = write(failure);

    assertThat(JsonText.parse(with).get("extent").valueStream().map(JsonNode::stringValue))
        .containsExactlyElementsOf(extent);
    assertThat(without).doesNotContain("extent");
    assertThat(FailureFile.parse(with)).isEqualTo(FailureFile.parse(without));
  }

  private static String write(Failure failure) {
    return FailureFile.write(
        Samples.result("stream/segmentation", Verdict.FAIL, failure), Transform.UPPER, "x");
  }

  @Test
  void staysSmallHoweverMuchWasSeen() {
    Event[] events =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Event.Got(1, 0, Duration.ofMillis(i), i))
            .toArray(Event[]::new);
    CaseResult result =
        Samples.result(
            "stream/large",
            Verdict.FAIL,
            Samples.failure(
                Script.conversation(Payload.of("a")),
                Law.ECHO,
                Samples.seen(new Received(1, 1 << 30, 0, new byte[4096]), events),
                new Violation(Kind.UNASKED, 0, 0, "more came")));

    assertThat(FailureFile.write(result, Transform.UPPER, "").length()).isLessThan(50_000);
  }

  @Test
  void aScriptAloneWillDo() throws Malformed {
    Script script = Script.conversation(Payload.of("a"));

    assertThat(FailureFile.parse(ScriptJson.write(script)))
        .isEqualTo(new FailureFile(Optional.empty(), Law.ECHO, Transform.UPPER, script));
  }

  @Test
  void isNamedAfterTheCase() {
    assertThat(FailureFile.name("stream/segmentation")).isEqualTo("stream-segmentation.json");
    assertThat(FailureFile.name("a/../b c")).isEqualTo("a-..-b-c.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                     | neither a failure file of echospec nor a script
          []                                     | neither a failure file of echospec nor a script
          {"echospec":1}                         | neither a failure file of echospec nor a script
          {"echospec":"failure/2"}               | "echospec" is "failure/2", this version reads
          {"echospec":"failure/1","x":1}         | a failure file has no "x"
          {"echospec":"failure/1"}               | "case" is missing
          {"echospec":"failure/1","case":"a b"}  | "case" is not the id of a case
          {"echospec":"failure/1","seen":7}      | "seen" has a value of the wrong kind
          {"echospec":"failure/1","case":"a/b"}  | "law" is missing
          {"echospec":"failure/1","case":"a/b","law":"x"}    | "law" is none of echo, echo-and-close,
          {"echospec":"failure/1","case":"a/b","law":"echo","transform":"upper"} | "script" is missing
          {"steps":[{"do":"fly"}]}               | step 1: "do" is none of
          {"steps":[                             | not JSON, line 1 column
          """)
  void saysWhatIsWrongAndWhere(String text, String what) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), text);

    assertThat(refusal(file)).startsWith(file + ": ").contains(what).doesNotContain("\n");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertThat(refusal(folder.resolve("none.json"))).endsWith(": no such file or directory");
    assertThat(refusal(folder)).startsWith(folder + ": ").doesNotContain("\n");
    Path binary = Files.write(folder.resolve("b.json"), new byte[] {'{', (byte) 0xff});
    assertThat(refusal(binary)).endsWith(": not UTF-8 text");
  }

  private static String refusal(Path file) {
    return catchThrowableOfType(Malformed.class, () -> FailureFile.read(file)).getMessage();
  }
}
