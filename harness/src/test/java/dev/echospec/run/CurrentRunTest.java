package dev.echospec.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The cases as tests of somebody's build. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CurrentRunTest {
  @TempDir private Path folder;

  /** As a user would write it. */
  @Suite
  @IncludeEngines("jqwik")
  @SelectPackages("dev.echospec.suite")
  @IncludeClassNamePatterns(".*Cases")
  @ConfigurationParameter(key = "jqwik.reporting.onlyfailures", value = "true")
  @ConfigurationParameter(key = "jqwik.reporting.usejunitplatform", value = "true")
  @ConfigurationParameter(key = "jqwik.database", value = "")
  static class AllCases {}

  @AfterEach
  void forget() {
    for (String name : List.of("target", "tries", "seed", "expect")) {
      System.clearProperty("echospec." + name);
    }
  }

  @Test
  void aFaultyTargetFailsInTheCasesThatFindIt() throws Exception {
    Map<String, TestExecutionResult> results;
    try (ZooServer server = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      System.setProperty("echospec.target", "127.0.0.1:" + server.port());
      System.setProperty("echospec.tries", "5");
      System.setProperty("echospec.seed", "3");
      results = execute();
    }

    assertThat(results).hasSize(Catalogue.cases().size());
    TestExecutionResult failed = results.get("transform/every-byte");
    assertThat(failed.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
    assertThat(failed.getThrowable().orElseThrow())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("transform/every-byte: ")
        .hasMessageContaining("Rule: ")
        .hasMessageContaining("send ")
        .hasMessageContaining("To mend it: ");
    assertThat(results.get("transform/ascii-letters").getStatus())
        .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(results.get("close/releases").getStatus())
        .isEqualTo(TestExecutionResult.Status.ABORTED);
  }

  @Test
  void theEmbeddedServerPasses() {
    System.setProperty("echospec.tries", "1");
    System.setProperty("echospec.target", "");

    Map<String, TestExecutionResult> results = execute();

    assertThat(results).hasSize(Catalogue.cases().size());
    assertThat(results)
        .allSatisfy(
            (id, result) ->
                assertThat(result.getStatus())
                    .as(() -> id + ": " + result.getThrowable().orElse(null))
                    .isNotEqualTo(TestExecutionResult.Status.FAILED));
  }

  @Test
  void aTargetThatCannotBeRunFailsEachCaseButIsStartedOnce() throws Exception {
    Path log = folder.resolve("starts");
    Path program = folder.resolve("server.sh");
    Files.writeString(program, "#!/bin/sh\necho started >> \"$2\"\nexit 5\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    System.setProperty("echospec.target", "command:" + program + " {port} " + log);

    Map<String, TestExecutionResult> results = execute();

    assertThat(results).hasSize(Catalogue.cases().size());
    assertThat(results.values())
        .allSatisfy(
            result -> {
              assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
              assertThat(result.getThrowable().orElseThrow())
                  .hasMessageContaining("The server exited with status 5 before it answered.");
            });
    assertThat(Files.readAllLines(log)).containsExactly("started");

    execute();

    assertThat(Files.readAllLines(log)).as("another test run tries again").hasSize(2);
  }

  @Test
  void wrongSettingsAreToldInEachCase() {
    System.setProperty("echospec.target", "nowhere");

    assertThat(execute().values())
        .hasSize(Catalogue.cases().size())
        .allSatisfy(
            result ->
                assertThat(result.getThrowable().orElseThrow())
                    .hasMessageContaining("'nowhere' is no target"));
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
                reason: was mended
                words: [expected]
            """);
    Map<String, TestExecutionResult> results;
    try (ZooServer server = Zoo.start(Zoo.named("UpperCasesLatin1").type())) {
      System.setProperty("echospec.target", "127.0.0.1:" + server.port());
      System.setProperty("echospec.tries", "1");
      System.setProperty("echospec.expect", known.toString());
      results = execute();
    }

    TestExecutionResult expected = results.get("transform/every-byte");
    assertThat(expected.getStatus()).isEqualTo(TestExecutionResult.Status.ABORTED);
    assertThat(expected.getThrowable().orElseThrow())
        .hasMessage(
            "transform/every-byte: Known failure: upper-cases Latin 1 too (" + known + " line 2)");
    TestExecutionResult surprise = results.get("transform/ascii-letters");
    assertThat(surprise.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
    assertThat(surprise.getThrowable().orElseThrow())
        .hasMessage(known + " line 5, transform/ascii-*: it passes now: remove the entry");
    assertThat(results.get("close/empty").getStatus())
        .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
  }

  @Test
  void aFileOfKnownFailuresThatMakesNoSenseIsToldInEachCase() throws Exception {
    Path known = folder.resolve("known.yaml");
    System.setProperty("echospec.expect", known.toString());
    String noCase = "known-failures: [{case: clsoe/empty, reason: r, words: [w]}]";
    for (String[] text :
        new String[][] {
          {"known-failures: soon", ", line 1 column 17: known-failures takes a list"},
          {noCase, " line 1, clsoe/empty: there is no such case"}
        }) {
      Files.writeString(known, text[0]);

      assertThat(execute().values())
          .hasSize(Catalogue.cases().size())
          .allSatisfy(
              result ->
                  assertThat(result.getThrowable().orElseThrow())
                      .hasMessageContaining(known + text[1]));
    }
  }

  /** With all that a build registers by itself; the results by the id of the case. */
  private static Map<String, TestExecutionResult> execute() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(AllCases.class)).build();
    Map<String, TestExecutionResult> results = new TreeMap<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                  MethodSource method = (MethodSource) test.getSource().orElseThrow();
                  results.put(Catalogue.find(method.getJavaMethod()).orElseThrow().id(), result);
                }
              }
            });
    return results;
  }
}
