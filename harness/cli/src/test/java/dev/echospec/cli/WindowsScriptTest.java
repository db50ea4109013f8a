package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The start script for Windows says what the one for other systems says. There is no Windows here:
 * nothing runs it.
 */
class WindowsScriptTest {
  private static final Path SCRIPT =
      Kit.project().resolve("harness/cli/src/distribution/echospec.cmd");

  private static String windows() throws IOException {
    return Files.readString(SCRIPT, StandardCharsets.US_ASCII);
  }

  private static String posix() throws IOException {
    return Files.readString(Kit.project().resolve("echospec")).replaceAll("\\\\\n\\s*", "");
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult one) -> one.group(1))
        .toList();
  }

  private static List<String> options(String start, String script) {
    List<String> line = found("(?m)^" + Pattern.quote(start) + " (.*) -jar ", script);
    assertThat(line).hasSize(1);
    return List.of(line.get(0).strip().split("\\s+"));
  }

  /** But for the archive of classes, and the columns of a terminal, which Windows does not tell. */
  @Test
  void javaHasTheSameOptions() throws IOException {
    List<String> ofPosix =
        options("exec \"$java\"", posix()).stream()
            .filter(option -> !option.matches("-Xshare:auto|-XX:SharedArchiveFile=.*|[$]columns"))
            .map(option -> option.replace("${ECHOSPEC_JAVA_OPTS:-}", "%ECHOSPEC_JAVA_OPTS%"))
            .toList();

    assertThat(options("\"%ECHOSPEC_JAVA%\"", windows()))
        .contains("-Xmx256m", "%ECHOSPEC_JAVA_OPTS%")
        .isEqualTo(ofPosix);
  }

  @Test
  void itPassesTheArgumentsOnAndEndsWithTheStatusOfTheKit() throws IOException {
    assertThat(windows())
        .contains("kit\\echospec.jar\" %*\r\nexit /b %ERRORLEVEL%\r\n")
        .contains("%~dp0..", "runtime\\bin\\java.exe");
  }

  @Test
  void withoutJavaItSaysTheSame() throws IOException {
    String message =
        "echospec: no Java was found: install a JDK 17 or later, or set JAVA_HOME to one.";

    assertThat(posix()).contains(message);
    assertThat(windows()).contains(message + ">&2\r\nexit /b 4\r\n");
  }

  @Test
  void everyLabelIsThere() throws IOException {
    assertThat(found("(?m) goto (\\w+)", windows()))
        .isNotEmpty()
        .isSubsetOf(found("(?m)^:(\\w+)", windows()));
  }

  /** The command processor skips labels in files that have the line ends of other systems. */
  @Test
  void itHasTheLineEndsOfWindowsInEveryCheckout() throws IOException {
    assertThat(windows().replace("\r\n", "")).doesNotContain("\r", "\n");
    assertThat(Kit.project().resolve(".gitattributes"))
        .content()
        .contains("\n*.cmd text eol=crlf\n");
  }
}
