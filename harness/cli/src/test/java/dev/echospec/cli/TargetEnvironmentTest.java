package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.zoo.ZooMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a command target inherits of the environment that a CI service has given to the kit. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TargetEnvironmentTest {
  private static final Map<String, String> SERVICE =
      Map.ofEntries(
          Map.entry("GITHUB_ENV", "/github/env"),
          Map.entry("GITHUB_PATH", "/github/path"),
          Map.entry("GITHUB_REF_NAME", "main"),
          Map.entry("ACTIONS_RUNTIME_URL", "http://127.0.0.1"),
          Map.entry("RUNNER_TEMP", "/runner"),
          Map.entry("CI_JOB_TOKEN", "secret"),
          Map.entry("CI_REGISTRY_PASSWORD", "secret"),
          Map.entry("SYSTEM_ACCESSTOKEN", "secret"),
          Map.entry("npm_token", "secret"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
          Map.entry("BUILDKITE_AGENT_ACCESS_TOKEN", "secret"));

  private static final List<String> ORDINARY =
      List.of("CI", "BUILD_ID", "CI_COMMIT_SHA", "TOKENS", "LANG");

  @TempDir private Path folder;

  @Test
  void nothingOfTheServiceIsInherited() throws Exception {
    assertThat(inherited()).doesNotContainAnyElementsOf(SERVICE.keySet()).containsAll(ORDINARY);
  }

  @Test
  void whatIsAskedForIsInherited() throws Exception {
    assertThat(inherited("--keep-env", "GITHUB_REF*", "--keep-env", "CI_JOB_TOKEN"))
        .contains("GITHUB_REF_NAME", "CI_JOB_TOKEN")
        .doesNotContain("GITHUB_ENV", "CI_REGISTRY_PASSWORD");
  }

  @Test
  void theOptionIsForACommandOnly() {
    Kit.complains(
        Kit.run("verify", "--keep-env", "GITHUB_*", "localhost:7"),
        ExitCode.USAGE,
        "--keep-env is for a command");
  }

  /** The names of the variables that the target has, in a run of the kit as a process. */
  private TreeSet<String> inherited(String... options) throws Exception {
    Path environment = folder.resolve("environment");
    List<String> command = new ArrayList<>(Kit.java(Echospec.class));
    command.addAll(
        List.of("verify", "--tries", "1", "--case", "close/empty", "--report", "" + folder));
    command.addAll(List.of(options));
    command.addAll(List.of("--", "sh", "-c", "env > \"$0\"; exec \"$@\"", "" + environment));
    command.addAll(Kit.java(ZooMain.class, "Stutters", "{port}"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("printed").toFile());
    // What the kit itself would tell a workflow is no matter here.
    builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
    builder.environment().putAll(SERVICE);
    ORDINARY.forEach(name -> builder.environment().put(name, "C"));
    Process kit = builder.start();
    try {
      assertThat(kit.waitFor()).as(() -> printed()).isBetween(0, 1);
    } finally {
      kit.destroyForcibly();
    }
    TreeSet<String> names = new TreeSet<>();
    Files.readAllLines(environment).forEach(line -> names.add(line.replaceFirst("=.*", "")));
    return names;
  }

  private String printed() {
    try {
      return Files.readString(folder.resolve("printed"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
