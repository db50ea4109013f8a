package dev.echospec.junit;

import dev.echospec.suite.CaseInfo;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** The cases that JUnit is to run, below the engine. */
final class SuiteDescriptor extends EngineDescriptor {
  /** How the suite engine of JUnit calls the part of an id that names a class with its suite. */
  private static final String SUITE = "suite";

  /**
   * Creates the suite with a test for each case.
   *
   * @param id of the engine in its place
   * @param cases in the order in which they run
   */
  SuiteDescriptor(UniqueId id, List<CaseInfo> cases) {
    super(id, "echospec");
    Optional<String> suite = suite(id);
    for (CaseInfo info : cases) {
      addChild(new CaseDescriptor(id, info, source(suite, info)));
    }
  }

  /** The name of the class whose suite includes the engine; the innermost, if there are several. */
  private static Optional<String> suite(UniqueId id) {
    return id.getSegments().stream()
        .filter(segment -> segment.getType().equals(SUITE))
        .reduce((outer, inner) -> inner)
        .map(UniqueId.Segment::getValue);
  }

  /**
   * A case of a suite is a test of the suite's class: so {@code -Dtest=MySuite#method} selects it,
   * and two suites of one module have results of their own.
   */
  private static MethodSource source(Optional<String> suite, CaseInfo info) {
    return suite
        .map(name -> MethodSource.from(name, info.method().getName()))
        .orElseGet(() -> MethodSource.from(info.method()));
  }

  /** The cases that were not filtered out. */
  List<CaseDescriptor> cases() {
    return getChildren().stream().map(CaseDescriptor.class::cast).toList();
  }
}
