package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.echospec.option.KitProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * One fault must not hide another: each planted fault is shown by a report of its own. An ordinary
 * build runs the first combination, of which nothing may be missed, in at most one report more than
 * there are faults; all are run when figures are measured, and {@link SensitivityPageTest} says how
 * many faults may be missed in all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CombinedFaults {
  private static final String ONLY = KitProperty.MATRIX_FAULT.system().orElse("");

  private final List<Combination> combinations;
  private final List<Combined> measured = new ArrayList<>();

  CombinedFaults(Combination... combinations) {
    this.combinations = List.of(combinations);
  }

  /** Returns the combinations of all classes. */
  static List<Combination> all() {
    return Stream.of(
            new CombinedWithStreamTest(),
            new CombinedWithCloseTest(),
            new CombinedWithFlowTest(),
            new CombinedWithDisconnectTest(),
            new CombinedWithConcurrentTest())
        .flatMap(one -> one.combinations.stream())
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> isTold() {
    boolean measures = Recording.NOW == Recording.FIGURES;
    return combinations.stream()
        .filter(one -> one.toString().contains(ONLY))
        .limit(measures ? combinations.size() : 1)
        .map(one -> dynamicTest(one.toString(), () -> count(one.run(), measures)));
  }

  private void count(Combination.Told told, boolean measures) {
    Combined run = told.figures();
    measured.add(run);
    assertThat(run.missed())
        .as("faults that no report of %s shows alone:%n%s", run.faults(), told.told())
        .hasSizeLessThanOrEqualTo(measures ? run.planted() - 1 : 0);
    assertThat(measures || run.isBrief())
        .as("%s has %s reports:%n%s", run.faults(), run.reports(), told.told())
        .isTrue();
  }

  @AfterAll
  void publish() {
    if (Recording.NOW == Recording.FIGURES) {
      Sensitivity.update(new Sensitivity(List.of(), List.of(), List.of(), measured));
    }
  }
}
