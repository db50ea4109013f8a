package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The scripts of the GitHub action and of the GitLab template, run by a shell: what they call the
 * kit with is what it takes.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ActionTest {
  private static final Pattern INPUT = Pattern.compile("\\$\\{\\{ inputs\\.([a-z]+) }}");

  @TempDir private Path folder;

  private Path words;

  /** Writes down its words in place of the kit, each on a line. */
  @BeforeEach
  void program() throws IOException {
    words = folder.resolve("words");
    Path program =
        Files.writeString(
            folder.resolve("echospec"),
            "#!/bin/sh\nprintf '%s\\n' \"$@\" \"summary=${GITHUB_ACTIONS:-}\" >'" + words + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private static JsonNode read(String file) throws IOException {
    return new YAMLMapper().readTree(Files.readString(Kit.project().resolve(file)));
  }

  /** What the script called the kit with; the last word tells of the summary. */
  private List<String> called(String shell, String script, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-e", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ECHOSPEC_"));
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.toString(), (path, here) -> here + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(words);
  }

  private List<String> action(Map<String, String> inputs) throws Exception {
    JsonNode action = read("action.yml");
    JsonNode step = action.at("/runs/steps/0");
    assertThat(action.get("inputs").propertyNames()).containsAll(inputs.keySet());
    Map<String, String> environment = new HashMap<>();
    environment.put("GITHUB_ACTION_PATH", folder.toString());
    environment.put("GITHUB_ACTIONS", "true");
    for (String name : step.get("env").propertyNames()) {
      String value = Kit.text(step.get("env"), name).replace("${{ github.run_id }}", "4711");
      Matcher input = INPUT.matcher(value);
      if (input.matches()) {
        String key = input.group(1);
        value = inputs.getOrDefault(key, Kit.text(action.at("/inputs/" + key), "default"));
      }
      environment.put(name, value);
    }
    return called("bash", Kit.text(step, "run"), environment);
  }

  private static ParseResult parsed(List<String> called) {
    List<String> line = called.subList(0, called.size() - 1);
    int dashes = line.indexOf("--");
    return CiFilesTest.parsed(
        dashes < 0 ? line : line.subList(0, dashes),
        dashes < 0 ? List.of() : line.subList(dashes + 1, line.size()));
  }

  private static String value(ParseResult parsed, String option) {
    return parsed.subcommand().matchedOption(option).originalStringValues().get(0);
  }

  @Test
  void theActionPassesItsInputs() throws Exception {
    List<String> called =
        action(
            Map.of(
                "target", "localhost:10000",
                "profile", "rfc862",
                "expect", "known failures.yaml",
                "case", "close/*",
                "shard", "2/4",
                "report", "my report"));
    ParseResult parsed = parsed(called);

    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("verify");
    assertThat(value(parsed, "--profile")).isEqualTo("rfc862");
    assertThat(value(parsed, "--expect")).isEqualTo("known failures.yaml");
    assertThat(value(parsed, "--case")).isEqualTo("close/*");
    assertThat(value(parsed, "--shard")).isEqualTo("2/4");
    assertThat(value(parsed, "--run-id")).isEqualTo("4711");
    assertThat(value(parsed, "--report")).isEqualTo("my report");
    assertThat(parsed.subcommand().matchedPositionals().get(0).originalStringValues())
        .containsExactly("localhost:10000");
    assertThat(called).endsWith("summary=true");
  }

  @Test
  void theActionTakesACommandAndLeavesOutWhatIsNotGiven() throws Exception {
    List<String> called =
        action(Map.of("command", "python3 'my server.py' --port {port}", "summary", "false"));

    assertThat(parsed(called).subcommand().commandSpec().name()).isEqualTo("verify");
    assertThat(called)
        .containsExactly(
            "verify",
            "--profile",
            "concurrent",
            "--report",
            "target/echospec",
            "--",
            "sh",
            "-c",
            "exec python3 'my server.py' --port {port}",
            "summary=");
  }

  @Test
  void whatTheActionCallsRuns() throws Exception {
    List<String> called =
        action(
            Map.of(
                "target", "embedded",
                "case", "transform/ascii-letters",
                "report", folder.resolve("report").toString()));

    Kit.Ended ended = Kit.run(called.subList(0, called.size() - 1));

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(Kit.files(folder.resolve("report"))).containsExactlyElementsOf(Kit.REPORT);
  }

  @Test
  void theActionUploadsTheReportAlsoOfAFailure() throws IOException {
    JsonNode upload = read("action.yml").at("/runs/steps/1");

    assertThat(Kit.text(upload, "if")).startsWith("always() && ");
    assertThat(Kit.text(upload.get("with"), "path")).isEqualTo("${{ inputs.report }}");
  }

  private List<String> template(Map<String, String> variables) throws Exception {
    JsonNode job = read("docs/ci/gitlab-template.yml").get(".echospec");
    Map<String, String> environment = new HashMap<>();
    job.get("variables")
        .properties()
        .forEach(one -> environment.put(one.getKey(), one.getValue().stringValue()));
    assertThat(environment.keySet()).containsAll(variables.keySet());
    environment.putAll(variables);
    List<String> script = new ArrayList<>();
    job.get("script").forEach(line -> script.add(line.stringValue()));
    return called("sh", String.join("\n", script), environment);
  }

  @Test
  void theTemplatePassesItsVariables() throws Exception {
    ParseResult parsed =
        parsed(
            template(
                Map.of(
                    "ECHOSPEC_TARGET", "server:7",
                    "ECHOSPEC_PROFILE", "sequential",
                    "ECHOSPEC_EXPECT", "known failures.yaml")));

    assertThat(value(parsed, "--profile")).isEqualTo("sequential");
    assertThat(value(parsed, "--expect")).isEqualTo("known failures.yaml");
    assertThat(value(parsed, "--report")).isEqualTo("echospec-report");
    List<String> plain = template(Map.of());
    assertThat(plain.subList(0, plain.size() - 1))
        .isEqualTo(
            Arrays.asList(
                "verify",
                "server:10000",
                "--profile",
                "concurrent",
                "--report",
                "echospec-report"));
  }
}
