package dev.echospec.junit;

import dev.echospec.suite.CaseInfo;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A case as a test, shown by its id. */
final class CaseDescriptor extends AbstractTestDescriptor {
  private static final String CASE = "case";

  private final CaseInfo info;

  /**
   * Creates the test of a case.
   *
   * @param engine the id of the engine in its place
   * @param info the case
   * @param source where reports and filters place it
   */
  CaseDescriptor(UniqueId engine, CaseInfo info, MethodSource source) {
    super(id(engine, info), info.id(), source);
    this.info = info;
  }

  /** Returns the id of a case below an engine. */
  static UniqueId id(UniqueId engine, CaseInfo info) {
    return engine.append(CASE, info.id());
  }

  CaseInfo info() {
    return info;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }
}
