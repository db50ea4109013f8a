package dev.echospec.property;

import dev.echospec.engine.CaseProperty;
import dev.echospec.engine.PropertyRun;
import dev.echospec.engine.Settings;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.suite.CaseInfo;
import java.util.Optional;

/** A run as jqwik sees it while scripts are drawn ahead: no case of it has a result. */
record Rehearsal(PropertyRun run) implements PropertyRun {
  @Override
  public Optional<CaseResult> perform(CaseInfo info, CaseProperty property) {
    run.draw(info, property);
    return Optional.empty();
  }

  @Override
  public RunResult result(String version) {
    return run.result(version);
  }

  @Override
  public Optional<StaleExpectation> passes(CaseInfo info) {
    return run.passes(info);
  }

  @Override
  public Settings round() {
    return run.round();
  }

  @Override
  public boolean goOn() {
    return false;
  }
}
