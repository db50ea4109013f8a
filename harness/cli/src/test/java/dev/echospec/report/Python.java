package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Python interpreter of this machine. */
final class Python {
  private Python() {}

  /** How a program ended, and what it printed. */
  record Ended(int status, String out) {}

  static boolean isThere() {
    try {
      return run("--version").status() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return new Ended(process.exitValue(), out.replace("\r\n", "\n"));
    } finally {
      process.destroyForcibly();
    }
  }
}
