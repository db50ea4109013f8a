package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;

/** Notes the scripts of a case for its {@link Company}, and plays none. */
record Drawing(CaseInfo info, Company company) implements Attempt {
  @Override
  public boolean isDrawing() {
    return true;
  }

  @Override
  public void play(Script script, Law law) {
    company.add(info, script, law);
  }

  @Override
  public void found(Observation observation) {
    throw new Violated(observation);
  }
}
