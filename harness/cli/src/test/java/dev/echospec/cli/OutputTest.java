package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output that could not be written is not a success. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OutputTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "explain stream/interactive",
        "--help",
        "verify --help",
        "--version",
        "serve --help",
        "send --help",
        "replay SCRIPT --as python",
        "replay SCRIPT"
      })
  void isAFaultWhereItCannotBeWritten(String words) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("script.json"), "{\"steps\": [{\"do\": \"connect\", \"on\": 0}]}");

    Kit.complains(
        full(Arrays.asList(words.replace("SCRIPT", script.toString()).split(" "))),
        4,
        "not all of the output could be written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "json", "junit", "tap"})
  void isAFaultInEveryFormat(String format) throws IOException {
    Path report = folder.resolve("report");
    Kit.Ended ended =
        full(
            List.of(
                "verify",
                "--case",
                "transform/ascii-letters",
                "--tries",
                "2",
                "--format",
                format,
                "--report",
                report.toString()));

    assertThat(ended.status()).as(ended::toString).isEqualTo(4);
    assertThat(ended.err().lines().reduce((a, b) -> b))
        .hasValueSatisfying(
            last ->
                assertThat(last).startsWith("echospec: not all of the output could be written"));
    assertThat(Kit.files(report)).containsAll(Kit.REPORT);
  }

  @Test
  void aWrongUsageStaysOne() {
    Kit.complains(full(List.of("list", "nonsense")), 2, "'nonsense'");
  }

  @Test
  void wordsThatTheLocaleCannotCarryAreNotGuessed() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" \"$(printf 'caf\\303\\251')\"", "sh"));
    command.addAll(Kit.java(Echospec.class, "explain"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      Kit.complains(new Kit.Ended(process.exitValue(), "", err), 2, "set LC_ALL=C.UTF-8");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs the kit with an output that is as full as /dev/full. */
  private static Kit.Ended full(List<String> args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Echospec.run(
            args.toArray(String[]::new),
            new PrintStream(new Full(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of());
    return new Kit.Ended(status, "", err.toString(UTF_8));
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
