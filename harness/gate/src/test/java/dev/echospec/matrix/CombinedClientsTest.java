package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.option.KitProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * One fault of a client must not hide another. An ordinary build runs the first few clients; all
 * are run when figures are measured. The runs mostly wait, so many go side by side.
 */
class CombinedClientsTest {
  /** Runs of an ordinary build: these take some seconds each. */
  private static final int ORDINARY = 3;

  private static final int AT_ONCE = 6;

  /** At least this many of a hundred planted faults are shown. */
  private static final int SHOWN = 95;

  /** At least this many of a hundred runs have at most one report more than there are faults. */
  private static final int BRIEF = 90;

  private static final String COMMAND =
      "mvn -B -pl harness/gate -am test -Dtest=CombinedClientsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dechospec.regenerate=true";

  private static final String ONLY = KitProperty.MATRIX_FAULT.system().orElse("");
  private static final boolean MEASURES = Recording.NOW == Recording.FIGURES;

  private static final List<ClientCombination> ALL =
      Stream.of(
              "ResetIsSuccess AddsLineEnd PrintsAscii",
              "ResetIsSuccess CountsCharacters",
              "SendsTwice TakesNumbersOnly",
              "EncodesAgain EarlyEndIsSuccess",
              "DecodesEachRead CountsMinusOne",
              "CutsAtNul FirstPieceIsAll",
              "AddsLineEnd CountsMinusOne",
              "SendsFirstLine PrintsAscii",
              "HasADefault ResetIsSuccess",
              "CutsAt1024 KnowsIpv4Only",
              "CutsAt64K WaitsForTheExactCount",
              "SilenceIsTheEnd Strips",
              "RefusedIsSuccess TranslatesLineEnds",
              "WaitsForEver PrintsUpToNul",
              "ConnectsForEver PrintsLatin1AsUtf8",
              "TriesAgainForEver StripsPieces",
              "KeepsItsConnection DropsCarriageReturns",
              "ResetIsSuccess ShortReadIsLast",
              "WaitsForAKey PrintsAscii",
              "ReturnsTheCount EncodesAgain",
              "AddsNul DiesOfExcess",
              "EarlyEndIsSuccess OneBufferForAll",
              "RefusedIsSuccess StringIsNotEnded",
              "LeavesAByteEarly KnowsIpv4Only",
              "GivesUpAfterASecond DecodesEachRead",
              "SendsLengthFirst PrintsEmptyLines",
              "EncodesAgain DecodesEachRead CountsMinusOne",
              "RefusedIsSuccess CutsAt1024 FirstPieceIsAll",
              "Strips KnowsIpv4Only ShortReadIsLast",
              "WaitsForEver CutsAtNul PrintsLatin1AsUtf8",
              "RefusedIsSuccess WaitsForAKey PrintsAscii")
          .map(names -> ClientCombination.of(names.split(" ")))
          .toList();

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);

  private static final Map<ClientCombination, Future<Combined>> RUNS = new LinkedHashMap<>();

  @BeforeAll
  static void begin() {
    ALL.stream()
        .filter(one -> one.toString().contains(ONLY))
        .limit(MEASURES ? ALL.size() : ORDINARY)
        .forEach(one -> RUNS.put(one, THREADS.submit(one::run)));
  }

  /** Publishes what a run of all came to. */
  @AfterAll
  static void end() throws Exception {
    if (MEASURES && ONLY.isEmpty()) {
      List<Combined> rows = new ArrayList<>();
      for (Future<Combined> run : RUNS.values()) {
        rows.add(run.get());
      }
      CombinedClientsPage.write(CombinedClientsPage.of(rows, ORDINARY, COMMAND));
    }
    THREADS.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> isTold() {
    return RUNS.entrySet().stream()
        .map(
            run ->
                dynamicTest(
                    run.getKey().toString(),
                    () -> {
                      Combined row = run.getValue().get();
                      assertThat(row.missed())
                          .as("faults that no report shows alone, of %s", row)
                          .hasSizeLessThanOrEqualTo(MEASURES ? row.planted() - 1 : 0);
                    }));
  }

  @Test
  void thePublishedRowsAreOfTheseClientsAndKeepWhatIsPromised() throws IOException {
    assumeTrue(!MEASURES, "the figures are being measured; the next build looks at them");
    List<Combined> rows = CombinedClientsPage.rows();
    int planted = rows.stream().mapToInt(Combined::planted).sum();

    assertThat(CombinedClientsPage.text())
        .as("docs/combined-clients.md is stale: " + COMMAND)
        .isEqualTo(CombinedClientsPage.of(rows, ORDINARY, COMMAND));
    assertThat(rows)
        .extracting(Combined::faults)
        .as("clients of docs/combined-clients.md; measure anew with " + COMMAND)
        .containsExactlyElementsOf(ALL.stream().map(ClientCombination::toString).toList());
    assertThat(rows.stream().mapToInt(Combined::shown).sum() * 100)
        .as("faults that are shown")
        .isGreaterThanOrEqualTo(planted * SHOWN);
    assertThat(rows.stream().filter(Combined::isBrief).count() * 100)
        .as("runs with at most one report more than there are faults")
        .isGreaterThanOrEqualTo(rows.size() * (long) BRIEF);
  }
}
