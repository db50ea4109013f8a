package dev.echospec.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A build by Maven.
 *
 * @param status how Maven ended
 * @param lines what it printed, without colours
 */
record MavenBuild(int status, List<String> lines) {
  /** Runs a goal in a folder. */
  static MavenBuild of(Path folder, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("consumer", ".log");
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("MAVEN_ARGS");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      List<String> lines =
          Files.readString(out, UTF_8).replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
      return new MavenBuild(process.exitValue(), lines);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(out);
    }
  }

  /** What is neither Maven's nor Surefire's own. */
  List<String> strange() {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.matches("\\[(INFO|WARNING|ERROR)\\].*"))
        .toList();
  }

  String text() {
    return String.join("\n", lines);
  }
}
