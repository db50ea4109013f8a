package dev.echospec.matrix;

import dev.echospec.option.KitProperty;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The faulty servers of a family go through the {@link Gate}. When the published figures are to be
 * measured anew, they do so several times, and the model is tried on every server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FaultMatrix {
  private static final int RUNS =
      Recording.NOW == Recording.FIGURES
          ? KitProperty.MATRIX_RUNS.system().map(Integer::parseInt).orElse(5)
          : 1;
  private static final int RUNS_OF_MODEL = (RUNS + 1) / 2;

  /** The name of a fault that alone is to be run, or measured; all if empty. */
  private static final String ONLY = KitProperty.MATRIX_FAULT.system().orElse("");

  private final Class<?> family;
  private final Gate gate;

  FaultMatrix(Class<?> family) {
    this.family = family;
    this.gate = new Gate(ZooRun::play, Recording.NOW, Sensitivity.read(), new MatrixPage(family));
  }

  final Class<?> family() {
    return family;
  }

  @TestFactory
  Stream<DynamicTest> isCaught() {
    return faults().stream()
        .flatMap(
            fault ->
                IntStream.range(0, RUNS).boxed().flatMap(number -> gate.isCaught(fault, number)));
  }

  @TestFactory
  Stream<DynamicTest> isCaughtByTheModelAlone() {
    return faults().stream()
        .flatMap(
            fault ->
                Recording.NOW == Recording.FIGURES
                    ? gate.measurements(fault, RUNS_OF_MODEL)
                    : gate.isCaughtByTheModelAlone(fault));
  }

  @TestFactory
  @Order(Integer.MAX_VALUE)
  Stream<DynamicTest> hadAllItsChecks() {
    return Recording.NOW == Recording.NOTHING
        ? faults().stream().map(gate::hadAllItsChecks)
        : Stream.empty();
  }

  @AfterAll
  void write() {
    gate.write(faults());
  }

  private List<Zoo.Entry> faults() {
    return Zoo.faults().stream()
        .filter(fault -> fault.family() == family)
        .filter(fault -> ONLY.isEmpty() || ONLY.equals(fault.name()))
        .toList();
  }
}
