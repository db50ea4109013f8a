package dev.echospec.result;

import java.util.List;

/**
 * One fault of a server, which one or more cases fail of.
 *
 * @param number in the order in which the run found the faults, from 1
 * @param shownBy the case whose failure is the shortest conversation that shows the fault, with the
 *     surest cause that any of the cases has
 * @param cases all cases that fail of it, that of {@code shownBy} among them, in the order in which
 *     they ran
 */
public record Fault(int number, CaseResult shownBy, List<CaseResult> cases) {
  /** Copies the list. */
  public Fault {
    cases = List.copyOf(cases);
  }

  /** Returns the shortest conversation that shows the fault. */
  public Failure failure() {
    return shownBy.failure().orElseThrow();
  }

  /** Returns whether its conversation is that of a case. */
  public boolean isShownBy(CaseResult one) {
    return shownBy.info().id().equals(one.info().id());
  }

  /** Returns the ids of the cases that fail of it, in the order in which they ran. */
  public List<String> caseIds() {
    return cases.stream().map(one -> one.info().id()).toList();
  }
}
