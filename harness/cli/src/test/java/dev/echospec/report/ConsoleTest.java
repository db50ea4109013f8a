package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Oracle;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.script.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream to = new PrintStream(bytes, true, UTF_8);

  private String printed() {
    return bytes.toString(UTF_8);
  }

  @Test
  void textThatIsPlainIsPrintedAsItIs() {
    Console out = Console.of(to);

    out.println("é 日本 😀");
    out.printf("%s%n", "a\tb");
    out.print("c\r\nd\n");
    out.append('e').println();

    assertThat(printed()).isEqualTo("é 日本 😀\na    b\nc\nd\ne\n");
  }

  @Test
  void aLineIsHeldBackUntilItIsWhole() {
    Console out = Console.of(to);

    out.print("#");
    out.flush();
    out.print("#[group]");
    out.write(0xc3);
    out.flush();
    assertThat(printed()).isEmpty();
    out.write(0xa9);
    out.end();

    assertThat(printed()).isEqualTo("\\x23#[group]é\n");
  }

  @Test
  void commandsOfServicesAreShown() {
    Console out = Console.of(to);

    out.println(" ::add-mask::e\n##vso[a]\n--- x\n---\na ::b::\n2001:db8::1");

    assertThat(printed())
        .isEqualTo(" \\x3a:add-mask::e\n\\x23#vso[a]\n\\x2d-- x\n---\na ::b::\n2001:db8::1\n");
  }

  @Test
  void whatIsWrappedToTheBeginningOfALineIsNoCommand() {
    Console.terminal(to, 30, false).println("  the server said, and wanted ::add-mask::e");

    assertThat(printed()).isEqualTo("  the server said, and wanted\n    \\x3a:add-mask::e\n");
  }

  @Test
  void onlyTheConsoleItselfCanAskForColoursAndCommands() {
    Console out = Console.terminal(to, 80, true);
    WorkflowCommands commands = new WorkflowCommands();
    commands.add(WorkflowCommands.Kind.ERROR, "", "echospec", List.of("a\n::b::"));

    out.line(Line.of("x ").and(Line.Colour.RED, "red \u001b[31m\ue002").and("\ue001"));
    out.status("status \u001b[31m");
    out.tell(commands);

    assertThat(printed())
        .isEqualTo(
            "x \u001b[31mred \\x1b[31m\\ue002\u001b[0m\\ue001\n"
                + "\r\u001b[Kstatus \\x1b[31m"
                + "\r\u001b[K::error title=echospec::a%0A::b::\n");
  }

  @Test
  void whatCannotBeWrittenIsKnown() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Console out = Console.of(new PrintStream(full, true, UTF_8));

    out.println("x");

    assertThat(out.checkError()).isTrue();
    assertThat(Console.of(to).checkError()).isFalse();
  }

  static List<String> corpus() {
    return LiveText.corpus();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void whatProgramsReadIsTheSameBehindTheConsole(String hostile) throws Exception {
    RunResult run = Samples.saying(hostile);
    FailureText failures = new FailureText(Oracle.UPPER, hostile, Optional.empty());
    String json = ResultsFile.of(run, true).text();
    String xml = JUnitXml.write(run, failures);
    String tap = Tap.write(run, failures);
    Console out = Console.terminal(to, 40, true);

    Stream.of(json, xml, tap).forEach(out::document);

    assertThat(printed()).isEqualTo(json + xml + tap);
    assertThat(LiveText.in(printed())).isEmpty();
    assertThat(JsonText.parse(json).get("target").stringValue()).isEqualTo(hostile);
    assertThat(
            DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)))
                .getElementsByTagName("property")
                .item(1)
                .getAttributes()
                .getNamedItem("value")
                .getNodeValue())
        .isEqualTo(XmlText.oneLine(hostile));
  }

  @Property(tries = 300)
  void nothingIsLive(@ForAll("texts") String text, @ForAll boolean terminal) {
    bytes.reset();
    Console out = terminal ? Console.terminal(to, 25, false) : Console.of(to);

    out.println(text);
    out.line(text);
    out.document(text);

    assertThat(LiveText.in(printed())).isEmpty();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(Samples.hostile(), Arbitraries.of(LiveText.corpus()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(texts -> String.join(" ", texts));
  }
}
