package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.echospec.option.KitProperty;
import dev.echospec.result.ResultsFile;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The cases as tests of somebody's build. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ConformanceEngineTest {
  /** Cases that are quick, and one of them finds that Latin 1 is upper-cased. */
  private static final String SOME = "transform/every-byte,transform/ascii-letters,close/empty";

  @TempDir private Path folder;

  /** As a user would write it. */
  @Suite
  @IncludeEngines("echospec")
  static class AllCases {}

  /** With selectors of its own. */
  @Suite
  @IncludeEngines("echospec")
  @SelectPackages("dev.echospec.suite")
  @IncludeClassNamePatterns(".*CloseCases")
  static class OnlyClose {}

  /** As one that knows that jqwik is below. */
  @Suite
  @IncludeEngines("jqwik")
  @SelectPackages("dev.echospec.suite")
  @IncludeClassNamePatterns(".*Cases")
  static class WithJqwik {}

  /** Names its own target, which wins over the system property. */
  @Suite
  @IncludeEngines("echospec")
  @ConfigurationParameter(key = "echospec.target", value = "embedded")
  static class Embedded {}

  /** Names its target when it begins. */
  @Suite
  @IncludeEngines("echospec")
  static class Late {
    static String target;

    @BeforeSuite
    static void name() {
      System.setProperty("echospec.target", target);
    }

    @AfterSuite
    static void forget() {
      System.clearProperty("echospec.target");
    }
  }

  /** Selects cases by a class of the kit. */
  @Suite
  @IncludeEngines("echospec")
  @SelectClasses(names = "dev.echospec.suite.TransformCases")
  static class OnlyTransform {}

  @BeforeEach
  @AfterEach
  void forget() {
    for (KitProperty property : KitProperty.values()) {
      System.clearProperty(property.key());
    }
    System.clearProperty("echospec.taget");
  }

  private static void set(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      System.setProperty("echospec." + namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  @Test
  void aFaultyTargetFailsInTheCasesThatFindIt() throws Exception {
    Build build;
    try (ZooServer server = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      set("target", "127.0.0.1:" + server.port(), "tries", "5", "seed", "3");
      set("case", SOME + ",close/releases", "report", folder.toString());
      build = Build.of(AllCases.class);
    }

    assertThat(build.cases()).hasSize(4);
    Build.Ended failed = build.cases().get("transform/every-byte");
    assertThat(failed.failed()).isTrue();
    assertThat(failed.result().getThrowable().orElseThrow()).isInstanceOf(AssertionError.class);
    assertThat(failed.message())
        .startsWith("transform/every-byte: ")
        .contains("\n\nFAIL  transform/every-byte ", "send ", "expect ", "To fix it: ");
    assertThat(ResultsFile.read(folder.resolve(ResultsFile.NAME)).complete()).isTrue();
    assertThat(folder.resolve("transform-every-byte.json")).isNotEmptyFile();
    assertThat(failed.reportedClass()).isEqualTo(AllCases.class.getName());
    assertThat(failed.reportedMethod())
        .isEqualTo(Catalogue.find("transform/every-byte").orElseThrow().method().getName());
    assertThat(build.cases().get("transform/ascii-letters").result().getStatus())
        .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(build.cases().get("close/releases").result().getStatus())
        .isEqualTo(TestExecutionResult.Status.ABORTED);
    assertThat(build.failures()).hasSize(1);
  }

  @Test
  void theEmbeddedServerPassesEveryCaseAndNothingIsPrintedOrLeft() throws Exception {
    set("target", "embedded", "tries", "1", "exclude", "endurance/*");
    Path database = Path.of(".jqwik-database");
    assertThat(database).doesNotExist();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    // Whatever is logged goes on to where it went before: the log of jqwik itself, in this module.
    Logger.getLogger("").getHandlers();
    Build build;
    try (PrintStream heard = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(heard);
      System.setErr(heard);
      build = Build.of(AllCases.class);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }

    assertThat(build.failures()).isEmpty();
    assertThat(build.cases().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.cases().stream()
                .map(CaseInfo::id)
                .filter(id -> !id.startsWith("endurance/"))
                .toList());
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(database).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other=1          | there is no property echospec.other: did you mean echospec.",
        "taget=embedded   | there is no property echospec.taget: did you mean echospec.target?",
        "target=          | no server is named: set the property echospec.target, for example",
        "target=203.0.113.1:7 | yes-this-is-mine",
        "target=nowhere   | echospec.target: 'nowhere' is no target",
        "profile=foo      | echospec.profile: 'foo' is no profile: write one of",
        "tries=x          | echospec.tries: takes a number from 1, not 'x'",
        "tries=0          | echospec.tries: takes a number from 1, not '0'",
        "seed=x           | echospec.seed: takes a whole number, not 'x'",
        "patience=2x      | echospec.patience: '2x' is no time: write for example 500ms, 2s",
        "patience=2h      | echospec.patience: takes a time up to 1h, not '2h'",
        "thorough=maybe   | echospec.thorough: takes true or false, not 'maybe'",
        "container-port=x | echospec.container-port: takes a number from 1 to 65535, not 'x'",
        "case=nothing/*   | no case matches 'nothing/*'",
        "exclude=*        | this selection leaves no case",
        "expect=/no/such  | /no/such"
      })
  void aWrongSettingFailsTheSuiteOnceInOneLine(String setting, String words) {
    int sign = setting.indexOf('=');
    set("target", "embedded");
    set(setting.substring(0, sign), setting.substring(sign + 1).strip());
    Build build;
    try {
      build = Build.of(AllCases.class);
    } finally {
      System.clearProperty("echospec." + setting.substring(0, sign));
    }

    assertThat(build.cases()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message()).contains(words).hasLineCount(1);
    assertThat(build.failures().get(0).result().getThrowable().orElseThrow().getStackTrace())
        .isEmpty();
  }

  @Test
  void noTargetIsNotTheEmbeddedServer() {
    Build build = Build.of(AllCases.class);

    assertThat(build.cases()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .hasLineCount(1)
        .contains("-Dechospec.target=localhost:10000", "command:", "docker://", "embedded");
  }

  @Test
  void twoSuitesOfOneBuildEachTestTheirOwnServerAndSoDoReruns() throws Exception {
    try (ZooServer faulty = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      set("target", "127.0.0.1:" + faulty.port(), "tries", "5", "case", SOME);
      Launcher launcher = LauncherFactory.create();

      Build first =
          Build.of(
              launcher, Stream.of(Embedded.class, AllCases.class).map(Build::selected).toList());

      assertThat(first.cases(Embedded.class)).hasSize(3).noneSatisfy(this::failed);
      assertThat(first.cases(AllCases.class)).hasSize(3);
      assertThat(first.failures()).hasSize(1);
      Build.Ended failure = first.failures().get(0);
      assertThat(failure.reportedClass()).isEqualTo(AllCases.class.getName());
      assertThat(failure.message()).startsWith("transform/every-byte: ");

      Build again = Build.of(launcher, List.of(selectUniqueId(failure.identifier().getUniqueId())));

      assertThat(again.cases(AllCases.class)).containsOnlyKeys("transform/every-byte");
      assertThat(again.cases(Embedded.class)).isEmpty();
      assertThat(again.failures()).hasSize(1);
      assertThat(again.failures().get(0).message()).startsWith("transform/every-byte: ");
    }
  }

  private void failed(String id, Build.Ended ended) {
    assertThat(ended.failed()).as(id).isTrue();
  }

  @Test
  void aSuiteThatNamesItsTargetWhenItBeginsIsARunOfItsOwn() throws Exception {
    set("tries", "5", "case", SOME);
    try (ZooServer faulty = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      Late.target = "embedded";
      Launcher launcher = LauncherFactory.create();
      List<org.junit.platform.engine.DiscoverySelector> late = List.of(Build.selected(Late.class));

      assertThat(Build.of(launcher, late).failures()).isEmpty();

      Late.target = "127.0.0.1:" + faulty.port();
      assertThat(Build.of(launcher, late).failures()).hasSize(1);
    }
  }

  @Test
  void aTargetThatCannotBeRunFailsTheSuiteOnceAndIsStartedOnce() throws Exception {
    Path log = folder.resolve("starts");
    Path program = folder.resolve("server.sh");
    Files.writeString(program, "#!/bin/sh\necho started >> \"$2\"\nexit 5\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    set("target", "command:" + program + " {port} " + log);

    Build build = Build.of(AllCases.class);

    assertThat(build.cases()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .contains("The server exited with status 5 before it answered.");
    assertThat(Files.readAllLines(log)).containsExactly("started");

    Build.of(AllCases.class);

    assertThat(Files.readAllLines(log)).as("another test run tries again").hasSize(2);
  }

  @Test
  void onlyTheSelectedCasesAreTests() {
    set("target", "embedded", "tries", "1", "case", "close/*, stream/split-character");
    set("exclude", "close/half*");

    Build build = Build.of(AllCases.class);

    assertThat(build.failures()).isEmpty();
    assertThat(build.skipped()).isEmpty();
    assertThat(build.cases().keySet())
        .contains("stream/split-character", "close/empty")
        .allMatch(id -> id.equals("stream/split-character") || id.startsWith("close/"))
        .noneMatch(id -> id.startsWith("close/half"));
  }

  @Test
  void aSuiteSelectsByPackagesAndClasses() {
    set("target", "embedded", "tries", "1", "exclude", "close/releases");

    assertThat(Build.of(OnlyClose.class).cases().keySet())
        .isNotEmpty()
        .allMatch(id -> id.startsWith("close/"));
    assertThat(Build.of(OnlyTransform.class).cases().keySet())
        .isNotEmpty()
        .allMatch(id -> id.startsWith("transform/"));
  }

  @Test
  void aSelectionThatLeavesNothingOfASuiteFailsIt() {
    set("target", "embedded", "tries", "1", "case", "transform/ascii-letters");

    Build build = Build.of(OnlyClose.class);

    assertThat(build.cases()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message()).contains("leave none of the cases of this suite");
  }

  /** What Maven does for -Dtest=Class#method. */
  private static PostDiscoveryFilter method(Class<?> type, String name) {
    return test ->
        FilterResult.includedIf(
            test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(s -> s.getClassName().equals(type.getName()) && s.getMethodName().equals(name))
                .orElse(true));
  }

  @Test
  void aMethodOfTheSuiteIsACase() {
    set("target", "embedded", "tries", "1");
    List<org.junit.platform.engine.DiscoverySelector> all = List.of(Build.selected(AllCases.class));

    Build one = Build.of(LauncherFactory.create(), all, method(AllCases.class, "splitCharacter"));

    assertThat(one.failures()).isEmpty();
    assertThat(one.cases()).containsOnlyKeys("stream/split-character");

    Build none = Build.of(LauncherFactory.create(), all, method(AllCases.class, "splitChracter"));

    assertThat(none.cases()).isEmpty();
    assertThat(none.failures()).isNotEmpty();
  }

  @Test
  void casesThatJqwikRunsByItselfFailOnce() {
    set("target", "embedded", "tries", "1");

    Build build = Build.of(WithJqwik.class);

    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .hasLineCount(1)
        .contains("@IncludeEngines(\"echospec\")");
    // jqwik finds the cases for clients, too.
    assertThat(build.cases()).hasSize(Catalogue.all().size());
    assertThat(build.cases().values())
        .noneMatch(one -> one.result().getStatus() == TestExecutionResult.Status.SUCCESSFUL);
  }

  @Test
  void aKnownFailureIsSkippedAndAnEntryThatHoldsNoMoreFails() throws Exception {
    Path known =
        Files.writeString(
            folder.resolve("known.yaml"),
            """
            known-failures:
              - case: transform/every-byte
                reason: upper-cases Latin 1 too
                words: [expected]
              - case: transform/ascii-*
                reason: was wrong once
                words: [expected]
            """);
    Build build;
    try (ZooServer server = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      set("target", "127.0.0.1:" + server.port(), "tries", "1", "case", SOME);
      set("expect", known.toString());
      build = Build.of(AllCases.class);
    }

    Build.Ended expected = build.cases().get("transform/every-byte");
    assertThat(expected.result().getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
    assertThat(expected.message())
        .isEqualTo(
            "transform/every-byte: Known failure: upper-cases Latin 1 too (" + known + " line 2)");
    Build.Ended surprise = build.cases().get("transform/ascii-letters");
    assertThat(surprise.failed()).isTrue();
    assertThat(surprise.message())
        .isEqualTo(known + " line 5, transform/ascii-*: it passes now: remove the entry");
    assertThat(build.cases().get("close/empty").result().getStatus())
        .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
  }

  @Test
  void aFileOfKnownFailuresThatMakesNoSenseIsToldOnce() throws Exception {
    Path known = folder.resolve("known.yaml");
    set("target", "embedded", "expect", known.toString());
    String noCase = "known-failures: [{case: clsoe/empty, reason: r, words: [w]}]";
    for (String[] text :
        new String[][] {
          {"known-failures: soon", ", line 1 column 17: known-failures takes a list"},
          {noCase, " line 1, clsoe/empty: there is no such case"}
        }) {
      Files.writeString(known, text[0]);

      Build build = Build.of(AllCases.class);

      assertThat(build.cases()).isEmpty();
      assertThat(build.failures()).hasSize(1);
      assertThat(build.failures().get(0).message()).contains(known + text[1]);
    }
  }

  @Test
  void valuesAreThoseOfTheCommandLine() {
    set("target", "embedded", "case", "close/empty", "tries", "1", "thorough", "");
    set("profile", "RFC862", "seed", "-7", "container-port", "10000");
    for (String patience : List.of("2s", "2000", "500ms")) {
      set("patience", patience);

      Build build = Build.of(AllCases.class);

      assertThat(build.failures()).isEmpty();
      assertThat(build.cases()).hasSize(1);
    }
  }

  @Test
  void theFormerNameOfAProfileIsStillTaken() {
    set("target", "embedded", "case", "sequential/next-in-line", "tries", "1");
    for (String profile : List.of("sequential", "seed")) {
      set("profile", profile);

      Build build = Build.of(AllCases.class);

      assertThat(build.failures()).isEmpty();
      assertThat(build.cases().get("sequential/next-in-line").result().getStatus())
          .as(profile)
          .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }
  }
}
