package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.report.LiveText;
import dev.echospec.script.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a server, a file or an argument says: nothing that the kit prints or writes is obeyed by
 * a terminal, a continuous integration service, or what shows Markdown.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NothingIsObeyedTest {
  @TempDir private Path folder;

  static List<String> hostile() {
    return LiveText.corpus();
  }

  private static void nothingIsLive(Kit.Ended ended) {
    assertThat(LiveText.in(ended.out())).as("standard output").isEmpty();
    assertThat(LiveText.in(ended.err())).as("standard error").isEmpty();
  }

  private void nothingIsLiveIn(Path report) throws IOException {
    try (Stream<Path> files = Files.walk(report)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        String name = file.getFileName().toString();
        if (name.endsWith(".html")) {
          // Styles and the script of the page hold what looks like a command.
          text = text.replaceAll("(?s)<(style|script)\\b.*?</\\1>", "");
        }
        assertThat(LiveText.in(text)).as(file.toString()).isEmpty();
        if (name.endsWith(".md")) {
          assertThat(LiveText.inMarkdown(text)).as(file.toString()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void anArgument(String text) {
    List<List<String>> lines = new ArrayList<>();
    for (String option :
        List.of("--case", "--exclude", "--tries", "--seed", "--profile", "--format", "--shard")) {
      lines.add(List.of("verify", option, text));
    }
    lines.add(List.of("verify", "--patience", text));
    lines.add(List.of("verify", "--expect", text));
    lines.add(List.of("verify", "--env", text, "localhost:0"));
    lines.add(List.of("verify", "--report", folder + "/f\u001b[2J/" + text, "127.0.0.1:1"));
    lines.add(List.of("verify", "--" + text));
    lines.add(List.of("verify", text));
    lines.add(List.of("verify", "--report", folder.toString(), "--", "/no/such/" + text));
    lines.add(List.of("compare", text));
    lines.add(List.of("compare", text, text));
    lines.add(List.of("replay", text));
    lines.add(List.of("explain", text));
    lines.add(List.of("serve", "--port", text));
    lines.add(List.of("serve", text));
    lines.add(List.of("send", "--host", text, "--timeout", "1"));
    lines.add(List.of("send", "--" + text));
    lines.add(List.of(text));
    for (List<String> line : lines) {
      Kit.Ended ended = Kit.run(line);

      assertThat(ended.status()).as(line + " " + ended).isNotZero();
      nothingIsLive(ended);
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aFile(String text) throws IOException {
    String quoted = JsonText.print(JsonText.object().put("t", text), 0).strip();
    String value = quoted.substring(quoted.indexOf(':') + 1, quoted.length() - 1).strip();
    for (String one :
        List.of(
            text,
            "fleet: [{name: " + value + ", target: embedded}]",
            "fleet: [{name: a, target: " + value + "}]",
            "fleet: [{name: a, " + value + ": 1}]",
            "fleet: [{name: a, target: embedded, known-failures: [{case: " + value + "}]}]",
            "fleet: [&" + text + " {name: a}]")) {
      nothingIsLive(Kit.run("compare", file(one), "--report", folder + "/c"));
    }
    for (String one :
        List.of(
            text,
            "known-failures: [{case: " + value + ", reason: x}]",
            "- case: " + value + "\n  reason: x\n  until: " + value)) {
      nothingIsLive(Kit.run("verify", "--expect", file(one), "--report", folder + "/v", "x"));
    }
    for (String one :
        List.of(
            text,
            "{\"echospec\": " + value + "}",
            "{\"steps\": [{\"do\": " + value + ", \"on\": 0}]}",
            "{\"steps\": [{\"do\": \"connect\", " + value + ": 0}]}",
            "{\"steps\": [], " + text)) {
      nothingIsLive(Kit.run("replay", file(one), "127.0.0.1:1"));
    }
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "json", "junit", "tap", "exercism"})
  void anAnswer(String format) throws Exception {
    Path summary = folder.resolve("summary.md");
    Path report = folder.resolve("report");
    Map<String, String> workflow =
        Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString());
    try (Commanding server = Commanding.start()) {
      Kit.Ended ended =
          Kit.run(
              workflow,
              List.of(
                  "verify",
                  "--patience",
                  "300ms",
                  "--tries",
                  "3",
                  "--case",
                  "transform/*",
                  "--case",
                  "close/e*",
                  "--format",
                  format,
                  "--report",
                  report.toString(),
                  "127.0.0.1:" + server.port()));

      assertThat(ended.status()).as(ended::toString).isEqualTo(1);
      nothingIsLive(ended);
      nothingIsLiveIn(report);
      assertThat(LiveText.in(Files.readString(summary))).isEmpty();
      if (format.equals("json")) {
        assertThat(JsonText.parse(ended.out())).isEqualTo(Kit.results(report));
      }
    }
  }

  @Test
  void theLastWordsOfACommand() throws Exception {
    Path report = folder.resolve("report");

    Kit.Ended ended =
        Kit.run(Commanding.command(), "verify", "--report", report.toString(), "--port", "1024");

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err()).contains("  its stderr: ");
    nothingIsLive(ended);
    nothingIsLiveIn(report);
  }

  @Test
  void membersOfAFleet() throws Exception {
    Path report = folder.resolve("report");
    StringBuilder words = new StringBuilder();
    Commanding.command()
        .forEach(word -> words.append(words.isEmpty() ? "" : ", ").append(yaml(word)));
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            "fleet:\n- name: www.evil.example\n  command: ["
                + words
                + ", \"{port}\", "
                + yaml("@mention https://evil.example ::add-mask::e ##vso[task.x]y")
                + "]\n- name: gone\n  command: ["
                + words
                + "]\n  port: 1024\n");

    Kit.Ended ended =
        Kit.run(
            Map.of("GITHUB_ACTIONS", "true"),
            List.of(
                "compare",
                fleet.toString(),
                "--tries",
                "2",
                "--patience",
                "300ms",
                "--case",
                "transform/a*",
                "--report",
                report.toString()));

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    nothingIsLive(ended);
    nothingIsLiveIn(report);
  }

  private static String yaml(String word) {
    return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
