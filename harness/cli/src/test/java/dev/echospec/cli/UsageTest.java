package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, and what is said to those who mistype. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UsageTest {
  @TempDir private Path folder;

  @Test
  void listShowsEveryCaseOnALine() {
    Kit.Ended list = Kit.run("list");

    assertThat(list.status()).isZero();
    assertThat(list.err()).isEmpty();
    assertThat(list.out().lines().map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(Catalogue.all().stream().map(CaseInfo::id).toList());
  }

  @Test
  void explainTellsTheRuleWhyAndTheRemedy() {
    for (CaseInfo info : Catalogue.all()) {
      Kit.Ended explained = Kit.run("explain", info.id());
      String words = explained.out().replaceAll("\\s+", " ");

      assertThat(explained.status()).isZero();
      assertThat(words)
          .startsWith(info.id() + " (" + info.level() + ")")
          .contains(info.rule().rule(), info.rule().why(), info.rule().fix())
          .contains(
              "./echospec "
                  + (info.section().equals("client") ? "client" : "verify")
                  + " --case "
                  + info.id());
      assertThat(explained.out().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "verify --version", "list --version"})
  void saysItsVersion(String args) {
    Kit.Ended version = Kit.run(args.split(" "));

    assertThat(version.status()).isZero();
    assertThat(version.out()).matches("echospec \\S+\\R");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ./echospec verify -- python3",
    "verify, ./echospec verify localhost:10000",
    "merge, ./echospec merge parts/*",
    "replay, ./echospec replay target/echospec/stream-segmentation.json",
    "tap, ./echospec tap --listen 7000 localhost:10000",
    "list, ./echospec list",
    "explain, ./echospec explain stream/interactive",
    "serve, ./echospec serve",
    "send, ./echospec send"
  })
  void helpShowsAnExample(String command, String example) {
    Kit.Ended help = Kit.run((command + " --help").strip().split(" "));

    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).containsIgnoringCase("example").contains(example);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                    | say which command",
        "nonsense                            | 'nonsense'",
        "list nonsense                       | 'nonsense'",
        "explain                             | ID",
        "explain no/such-case                | there is no case 'no/such-case'",
        "verify --nonsense                   | --nonsense",
        "verify --case transfrom/*           | no case matches 'transfrom/*'",
        "verify --case                       | --case",
        "verify --exclude nothing/*          | no case matches 'nothing/*'",
        "verify --exclude *                  | leaves no case",
        "verify --case close/* --exclude cl* | leaves no case",
        "verify --tries many                 | 'many'",
        "verify --tries 0                    | from 1, not '0'",
        "verify --tries -5                   | from 1, not '-5'",
        "verify --tries 9999999999           | '9999999999'",
        "verify --seed x                     | 'x'",
        "verify --profile fast               | 'fast'",
        "verify --format xml                 | 'xml'",
        "verify --seed 1 --shard 3           | such as 1/4, or auto, not '3'",
        "verify --seed 1 --shard 0/4         | no shard 0 of 4",
        "verify --seed 1 --shard 5/4         | no shard 5 of 4",
        "verify --seed 1 --shard a/b         | such as 1/4, or auto, not 'a/b'",
        "verify --seed 1 --shard 1/2000      | at most 1000 shards",
        "verify --seed 1 --shard auto        | none is set: write --shard I/N",
        "verify --shard 1/4                  | --shard needs --seed N or --run-id TEXT",
        "verify --seed 1 --run-id 2          | give it or --seed",
        "verify --shard 1/4 --run-id=        | names the run",
        "verify --timings results.json       | give --shard, too",
        "verify --seed 1 --shard 1/2 --timings no-such.json | no-such.json: no such file",
        "merge                               | DIR",
        "merge no-such-folder                | no-such-folder/results.json: no such file",
        "merge target/echospec-merged        | choose another folder with --report",
        "verify --patience 5                 | '5' is no time",
        "verify --patience 0s                | '0s' is no time",
        "verify --patience 999999999h        | takes a time up to 1h, not '999999999h'",
        "verify --for 10                     | '10' is no time",
        "verify --for 721h                   | --for takes a time up to 720h",
        "verify --for 999999999h             | --for takes a time up to 720h",
        "verify --patience 25h               | takes a time up to 1h, not '25h'",
        "verify --max-failures 0             | from 1, not '0'",
        "verify --max-failures -1            | from 1, not '-1'",
        "verify --max-failures few           | from 1, not 'few'",
        "verify --max-failures               | --max-failures",
        "verify --fail-fast --max-failures 2 | --fail-fast is --max-failures 1: give one of them",
        "verify --fail-fast=yes              | --fail-fast",
        "verify --verbose=loud               | 'loud'",
        "verify --port 0 -- true             | takes a number from 1 to 65535, not",
        "verify --port 65536 -- true         | takes a number from 1 to 65535, not",
        "verify localhost                    | 'localhost' is no target",
        "verify localhost:                   | 'localhost:' is no target",
        "verify localhost:0                  | 'localhost:0' is no target",
        "verify localhost:99999              | 'localhost:99999' is no target",
        "verify localhost:7 localhost:8      | 'localhost:8'",
        "verify localhost:7 -- server        | name one target",
        "verify --                           | the command is missing after --",
        "replay                              | FILE",
        "replay no-such-file.json            | no-such-file.json: no such file"
      })
  void wrongUsageIsOneLineAndStatusTwo(String args, String words) {
    Kit.Ended ended = Kit.run(args == null ? List.of() : Arrays.asList(args.strip().split(" +")));

    Kit.complains(ended, 2, words, "--help");
    assertThat(ended.out()).isEmpty();
  }

  /** Nothing that was set for the kit is silently ignored. */
  @ParameterizedTest
  @CsvSource({
    "-Dechospec.taget=localhost:7, did you mean echospec.target?",
    "-Dechospec.tries=1, the property echospec.tries is for builds"
  })
  void aPropertyThatTheCommandLineDoesNotReadIsWrongUsage(String property, String words)
      throws Exception {
    List<String> command = new ArrayList<>(Kit.java(Echospec.class, "list"));
    command.add(1, property);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
      assertThat(folder.resolve("out")).isEmptyFile();
      assertThat(Files.readAllLines(folder.resolve("err")))
          .singleElement()
          .asString()
          .startsWith("echospec: ")
          .contains(words);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anEmptyWordIsNoCommand() {
    Kit.complains(Kit.run("verify", "--", ""), 2, "the command is missing after --");
    Kit.complains(Kit.run("verify", ""), 2, "is no target");
    Kit.complains(Kit.run("verify", "--case", ""), 2, "no case matches ''");
  }

  static List<String> notFailureFiles() {
    return List.of(
        "",
        "root:x:0:0",
        "{",
        "[]",
        "{}",
        "{\"echospec\":\"failure/2\"}",
        "{\"steps\":[{\"do\":\"dance\",\"on\":0}]}",
        "{\"steps\":[{\"do\":\"send\",\"on\":0,\"hex\":\"61\"}]}",
        "{\"steps\":[{\"do\":\"connect\",\"on\":0},{\"do\":\"send\",\"on\":0,\"hex\":\"6\"}]}",
        "{\"steps\":[{\"do\":\"pause\",\"millis\":-1}]}",
        "\u0000\u0001\u0002");
  }

  @ParameterizedTest
  @MethodSource("notFailureFiles")
  void aFileThatIsNoFailureFile(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("some.json"), text);

    Kit.complains(Kit.run("replay", file.toString(), "localhost:7"), 2, "some.json");
    Kit.complains(Kit.run("replay", file.toString(), "--as", "python"), 2, "some.json");
  }

  @Test
  void aFolderIsNoFailureFile() {
    Kit.complains(Kit.run("replay", folder.toString()), 2, "directory");
  }

  @Test
  void nothingRunsWhereNoReportCanBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path started = folder.resolve("started");
    List<String> command = List.of("touch", started.toString());

    Kit.Ended ended = Kit.run(command, "verify", "--report", file.resolve("report").toString());

    Kit.complains(ended, 2, "the report cannot be written to", "Not a directory");
    assertThat(started).doesNotExist();
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFileOfSomebodyElseIsNotOverwritten() throws IOException {
    Path theirs = Files.writeString(folder.resolve("results.json"), "{\"mine\": true}");
    Path started = folder.resolve("started");
    List<String> command = List.of("touch", started.toString());

    Kit.Ended ended = Kit.run(command, "verify", "--report", folder.toString());

    Kit.complains(ended, 2, "was not written by echospec");
    assertThat(started).doesNotExist();
    assertThat(theirs).hasContent("{\"mine\": true}");
  }

  @Test
  void aPortThatNobodyListensOn() throws IOException {
    int port = Kit.freePort();

    Kit.Ended ended = verify("127.0.0.1:" + port);

    Kit.complains(ended, 3, "Nobody listens on 127.0.0.1:" + port);
  }

  @Test
  void aNameThatDoesNotResolve() {
    Kit.complains(verify("no-such-host.invalid:7"), 3, "no-such-host.invalid does not resolve");
  }

  @Test
  void aCommandThatDoesNotExist() {
    Kit.complains(verify("--", "/no/such/server", "{port}", "--fast"), 3, "/no/such/server");
  }

  @Test
  void aCommandThatMayNotBeRun() throws IOException {
    Path file = Files.writeString(folder.resolve("server"), "no program");

    Kit.complains(verify("--", file.toString(), "{port}"), 3, "may be run");
  }

  @Test
  void aCommandThatEndsAtOnceIsShownWithItsStderr() {
    Kit.Ended ended = verify(HostileServer.command(HostileServer.Mode.ENDS_AT_ONCE, "{port}"));

    assertThat(ended.status()).as(ended::toString).isEqualTo(3);
    assertThat(ended.err().lines().filter(line -> !line.contains("Sharing is only supported")))
        .containsExactly(
            "echospec: The server exited with status 9 before it answered.",
            "  its stderr: hostile: the first line of its stderr",
            "  its stderr: hostile: no such table: \\x1b[31mclients");
  }

  @Test
  void aCommandThatNeverListens() throws Exception {
    Kit.Ended ended = verify(List.of("sleep", "1000"), "--port", Integer.toString(Kit.freePort()));

    Kit.complains(ended, 3, "Nobody listened on 127.0.0.1:", "within 20 s");
    assertThat(Kit.text(Kit.results(folder.resolve("report")), "verdict")).isEqualTo("ERROR");
    assertThat(Kit.targets("sleep\0" + "1000")).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsNotTestedInPlaceOfTheCommand() throws IOException {
    try (HostileServer other = HostileServer.start(HostileServer.Mode.ECHO)) {
      Kit.Ended ended = verify(List.of("sleep", "1000"), "--port", Integer.toString(other.port()));

      Kit.complains(ended, 3, "Something listens on port " + other.port() + " already");
    }
  }

  private Kit.Ended verify(String... rest) {
    List<String> args =
        new ArrayList<>(List.of("verify", "--report", folder.resolve("report").toString()));
    args.addAll(List.of(rest));
    return Kit.run(args);
  }

  private Kit.Ended verify(List<String> command, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.add("--");
    args.addAll(command);
    return verify(args.toArray(String[]::new));
  }
}
