package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.matrix.Combination.Told;
import dev.echospec.option.KitProperty;
import dev.echospec.server.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One fault must not hide another: each planted fault is shown by a report of its own, and there
 * are hardly more reports than faults. An ordinary build runs the first combination; all are run
 * when figures are measured, and print their rows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class CombinedFaults {
  /** At least this many of a hundred planted faults are shown. */
  private static final int SHOWN = 95;

  /** At least this many of a hundred runs have at most one report more than there are faults. */
  private static final int BRIEF = 90;

  private static final String ONLY = KitProperty.MATRIX_FAULT.system().orElse("");

  private static final boolean ALL = Recording.NOW == Recording.FIGURES;

  private final List<Combination> combinations;
  private final List<String> rows = new ArrayList<>();
  private int planted;
  private int shown;
  private int runs;
  private int brief;

  CombinedFaults(Combination... combinations) {
    this.combinations =
        Stream.of(combinations)
            .filter(one -> one.toString().contains(ONLY))
            .limit(ALL ? combinations.length : 1)
            .toList();
  }

  @TestFactory
  Stream<DynamicTest> isTold() {
    return combinations.stream().map(one -> dynamicTest(one.toString(), () -> count(one)));
  }

  private void count(Combination combination) throws TargetException {
    Told told = combination.told(0);
    for (int number = 1; !ALL && !told.missed().isEmpty() && number < Gate.MOST_RUNS; number++) {
      told = combination.told(number);
    }
    planted += told.planted();
    shown += told.planted() - told.missed().size();
    runs++;
    brief += told.reports().size() <= told.planted() + 1 ? 1 : 0;
    rows.add(
        "| %s | %d | %s |"
            .formatted(
                combination,
                told.reports().size(),
                told.missed().isEmpty() ? "all" : "not " + String.join(", ", told.missed())));
    assertThat(told.missed())
        .as("faults that no report of %s shows alone", combination)
        .hasSizeLessThanOrEqualTo(ALL ? told.planted() - 1 : 0);
  }

  @TestFactory
  @Order(Integer.MAX_VALUE)
  Stream<DynamicTest> areTold() {
    return ONLY.isEmpty() && ALL
        ? Stream.of(
            dynamicTest(
                "nearly all are shown",
                () ->
                    assertThat(shown * 100).as("%s", rows).isGreaterThanOrEqualTo(planted * SHOWN)),
            dynamicTest(
                "nearly all runs are brief",
                () -> assertThat(brief * 100).as("%s", rows).isGreaterThanOrEqualTo(runs * BRIEF)))
        : Stream.empty();
  }

  /** The rows of the published table. */
  @AfterAll
  void print() {
    rows.forEach(System.out::println);
  }
}
