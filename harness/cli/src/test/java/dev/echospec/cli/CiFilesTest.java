package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.echospec.option.ShardNumber;
import dev.echospec.report.Console;
import dev.echospec.script.ShellWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of docs/ci: they are what their services take, and call the kit as it is. */
class CiFilesTest {
  private static final Path FILES = Kit.project().resolve("docs/ci");

  private static final YAMLMapper YAML = new YAMLMapper();

  /** What the services put in place of their variables. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "\\$\\{\\{ matrix\\.shard }}", "2",
          "\\$\\{\\{ github\\.run_id }}", "4711",
          "\\$\\(RUN\\)", "4711",
          "\\$\\(PART\\)", "1",
          "\\$CI_PIPELINE_ID", "4711",
          "\\$CI_NODE_INDEX", "2");

  private static final Pattern KIT = Pattern.compile("(?:^|[\\s/])echospec (.*)");

  @ParameterizedTest
  @CsvSource({
    "github.yml, github",
    "gitlab.yml, gitlab",
    "gitlab-template.yml, gitlab",
    "kubernetes.yaml, kubernetes",
    "kubernetes-merge.yaml, kubernetes"
  })
  void isWhatTheServiceTakes(String file, String schema) throws IOException {
    String json = JsonMapper.builder().build().writeValueAsString(read(file));
    try (InputStream text =
        CiFilesTest.class.getResourceAsStream("ci/" + schema + ".schema.json")) {
      String rules = new String(text.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(rules)
                  .validate(json, InputFormat.JSON)
                  .stream()
                  .map(Error::toString))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "github.yml, verify, merge",
    "gitlab.yml, verify, merge",
    "kubernetes.yaml, verify,",
    "kubernetes-merge.yaml, , merge"
  })
  void callsTheKitAsItIs(String file, String first, String second) throws IOException {
    List<String> expected = Stream.of(first, second).filter(command -> command != null).toList();

    List<String> called =
        commandLines(read(file)).stream()
            .map(line -> parse(line).subcommand().commandSpec().name())
            .toList();

    assertThat(called).isEqualTo(expected);
  }

  @Test
  void everyFileIsTried() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "github.yml",
              "gitlab.yml",
              // Run by a shell in ActionTest.
              "gitlab-template.yml",
              "kubernetes.yaml",
              "kubernetes-merge.yaml");
    }
  }

  @Test
  void theJobOfKubernetesHasAsManyPartsAsItSays() throws IOException {
    JsonNode job = read("kubernetes.yaml");
    JsonNode container = job.at("/spec/template/spec/containers/0");
    String total =
        container
            .get("env")
            .valueStream()
            .filter(one -> Kit.text(one, "name").equals(ShardNumber.TOTAL))
            .map(one -> Kit.text(one, "value"))
            .findFirst()
            .orElseThrow();

    int completions = job.at("/spec/completions").intValue();
    for (int index = 0; index < completions; index++) {
      Map<String, String> environment =
          Map.of("JOB_COMPLETION_INDEX", "" + index, ShardNumber.TOTAL, total);
      assertThat(ShardNumber.parse("auto", environment))
          .isEqualTo(new ShardNumber(index + 1, completions));
    }
    JsonNode notRetried = job.at("/spec/podFailurePolicy/rules/0");
    assertThat(Kit.text(notRetried, "action")).isEqualTo("FailIndex");
    assertThat(Kit.text(notRetried.get("onExitCodes"), "containerName"))
        .isEqualTo(Kit.text(container, "name"));
    assertThat(notRetried.at("/onExitCodes/values"))
        .extracting(JsonNode::intValue)
        .containsExactly(ExitCode.DOES_NOT_CONFORM, ExitCode.USAGE);
  }

  @Test
  void theMatrixOfGitHubHasEveryPart() throws IOException {
    JsonNode part = read("github.yml").at("/jobs/part");
    List<Integer> shards = new ArrayList<>();
    part.at("/strategy/matrix/shard").forEach(shard -> shards.add(shard.intValue()));

    for (int shard : shards) {
      String line = part.toString().replace("${{ matrix.shard }}", "" + shard);
      assertThat(line).contains("--shard " + shard + "/" + shards.size() + " ");
    }
    assertThat(shards).isSorted().startsWith(1).endsWith(shards.size());
  }

  private static JsonNode read(String file) throws IOException {
    return YAML.readTree(Files.readString(FILES.resolve(file)));
  }

  /** What the steps, scripts and containers of a file run of the kit, without its name. */
  static List<String> commandLines(JsonNode file) {
    List<String> lines = new ArrayList<>();
    Stream.of("run", "script", "command")
        .flatMap(key -> file.findValues(key).stream())
        .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
        .filter(JsonNode::isString)
        .flatMap(value -> value.stringValue().lines())
        .map(KIT::matcher)
        .filter(java.util.regex.Matcher::find)
        .forEach(matcher -> lines.add(matcher.group(1)));
    // The image calls the kit by itself.
    file.findValues("args").stream()
        .map(args -> ShellWords.line(args.valueStream().map(JsonNode::stringValue).toList()))
        .forEach(lines::add);
    return lines;
  }

  private static ParseResult parse(String line) {
    String words = line;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      words = words.replaceAll(variable.getKey(), variable.getValue());
    }
    assertThat(words).doesNotContain("$");
    return parsed(words);
  }

  private static ParseResult parsed(String line) {
    List<String> words = ShellWords.split(line);
    int dashes = words.indexOf("--");
    return parsed(
        dashes < 0 ? words : words.subList(0, dashes),
        dashes < 0 ? List.of() : words.subList(dashes + 1, words.size()));
  }

  /** Parses words as the kit does, and fails if that fails. */
  static ParseResult parsed(List<String> own, List<String> command) {
    Console console =
        Console.of(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    ParseResult[] result = new ParseResult[1];
    assertThatCode(
            () ->
                result[0] =
                    Echospec.commandLine(
                            new Commands(console, console, Map.of(), !command.isEmpty(), command))
                        .parseArgs(own.toArray(String[]::new)))
        .as(own::toString)
        .doesNotThrowAnyException();
    assertThat(result[0].hasSubcommand()).as(own::toString).isTrue();
    return result[0];
  }
}
