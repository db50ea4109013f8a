package dev.echospec.matrix;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.InProcessClient;
import dev.echospec.engine.ClientConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.client.ClientZoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every faulty client of the zoo is caught by the cases that it names, for a cause that it has, and
 * every odd one passes all cases. The runs mostly wait, so many go side by side.
 */
class ClientMatrixTest {
  private static final int AT_ONCE = 12;
  private static final int TRIES = 30;
  private static final long SEED = 20_261_126;

  /** Longer than the three seconds after which some clients give up. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Only the client of this name, while one is looked into. */
  private static final String ONLY = System.getProperty("echospec.matrix.fault", "");

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);

  private static final Map<String, Future<RunResult>> RUNS = new HashMap<>();

  /** Clients that had to be played alone: counted, so that a rise is seen. */
  private static final List<String> ALONE = new ArrayList<>();

  /** The odd ones first: they run all cases, and take longest. */
  @BeforeAll
  static void begin() {
    for (ClientZoo.Entry odd : chosen(ClientZoo.odd())) {
      RUNS.put(odd.name(), THREADS.submit(() -> run(odd, Catalogue.clientCases())));
    }
    for (ClientZoo.Entry fault : chosen(ClientZoo.faults())) {
      RUNS.put(fault.name(), THREADS.submit(() -> run(fault, cases(fault))));
    }
  }

  private static List<CaseInfo> cases(ClientZoo.Entry fault) {
    return fault.caughtBy().stream().map(id -> Catalogue.find(id).orElseThrow()).toList();
  }

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
    System.out.println(ALONE.size() + " clients were explained only when played alone: " + ALONE);
  }

  @TestFactory
  Stream<DynamicTest> isCaught() {
    return chosen(ClientZoo.faults()).stream()
        .flatMap(
            fault ->
                cases(fault).stream()
                    .map(
                        info ->
                            DynamicTest.dynamicTest(
                                fault + " by " + info.id(),
                                () -> assertCaught(RUNS.get(fault.name()).get(), fault, info))));
  }

  private static void assertCaught(RunResult run, ClientZoo.Entry fault, CaseInfo info) {
    CaseResult result =
        run.cases().stream().filter(one -> one.info().equals(info)).findFirst().orElseThrow();

    assertThat(result.verdict())
        .as(fault.summary() + "\n" + told(result))
        .isEqualTo(info.level() == Level.MUST ? Verdict.FAIL : Verdict.WARN);
    DiagnosisCheck.check(fault.causes(), result, fault.summary() + "\n" + told(result));
  }

  @TestFactory
  Stream<DynamicTest> isExplained() {
    return chosen(ClientZoo.faults()).stream()
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> assertExplained(fault)));
  }

  /** Beside so many others a run that a cause predicts may be late, which refutes the cause. */
  private static void assertExplained(ClientZoo.Entry fault) throws Exception {
    List<CaseResult> results = RUNS.get(fault.name()).get().cases();
    if (!DiagnosisCheck.isNamed(fault.causes(), results)) {
      ALONE.add(fault.name());
      for (Future<RunResult> other : RUNS.values()) {
        other.get();
      }
      results = run(fault, cases(fault)).cases();
    }

    String told = results.stream().map(ClientMatrixTest::told).collect(joining("\n"));
    DiagnosisCheck.check(fault.name() + "\n" + told + "\n", fault.causes(), results);
  }

  @TestFactory
  Stream<DynamicTest> passesThoughOdd() {
    return chosen(ClientZoo.odd()).stream()
        .map(
            odd ->
                DynamicTest.dynamicTest(
                    odd.name(), () -> assertPasses(RUNS.get(odd.name()).get(), odd)));
  }

  private static void assertPasses(RunResult run, ClientZoo.Entry odd) {
    assertThat(run.cases()).hasSize(Catalogue.clientCases().size());
    assertThat(run.cases())
        .allSatisfy(
            one ->
                assertThat(one.verdict())
                    .as(odd.summary() + "\n" + told(one))
                    .isIn(Verdict.PASS, Verdict.INFO));
  }

  @Test
  void everyRuleIsBrokenByAClientOfTheZoo() {
    TreeSet<String> named = new TreeSet<>();
    ClientZoo.faults().forEach(fault -> named.addAll(fault.caughtBy()));

    assertThat(named)
        .containsExactlyElementsOf(
            Catalogue.clientCases().stream()
                .filter(info -> info.level() != Level.INFO)
                .map(CaseInfo::id)
                .sorted()
                .toList());
  }

  private static List<ClientZoo.Entry> chosen(List<ClientZoo.Entry> all) {
    return all.stream().filter(one -> ONLY.isEmpty() || ONLY.equals(one.name())).toList();
  }

  private static String told(CaseResult result) {
    return String.join(
        "\n", new FailureText(Profile.CONCURRENT.oracle(), "", Optional.empty()).lines(result));
  }

  private static RunResult run(ClientZoo.Entry entry, List<CaseInfo> cases) throws Exception {
    Settings settings = new Settings(Profile.CONCURRENT, cases, TRIES, SEED, Optional.of(PATIENCE));
    try (ClientConformanceRun run =
        new ClientConformanceRun(
            new InProcessClient(entry.name(), entry.client()),
            OutputMode.CONTAINS,
            settings,
            KnownFailures.none(),
            new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test");
    }
  }
}
