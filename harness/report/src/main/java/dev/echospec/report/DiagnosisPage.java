package dev.echospec.report;

import dev.echospec.diagnosis.Cause;
import java.util.List;

/** The causes that a diagnosis can name, as a Markdown page. */
public final class DiagnosisPage {
  /** What writes the page anew. */
  public static final String COMMAND =
      "mvn -q -pl harness/cli -am test -Dtest=DiagnosisPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dechospec.regenerate=true";

  private DiagnosisPage() {}

  /**
   * Returns the page: for each cause what is wrong and how to fix it.
   *
   * @param causes all that the page is to hold, in order
   */
  public static String of(List<Cause> causes) {
    StringBuilder rows = new StringBuilder();
    for (Cause cause : causes) {
      rows.append("| `").append(cause.id()).append("` | ").append(text(cause.sentence()));
      rows.append(" | ").append(text(cause.fix())).append(" |\n");
    }
    return """
        <!-- Generated from the causes themselves: not to be edited. To write it anew:
             %s -->

        # What a diagnosis can name

        A failure says its likely cause where the evidence allows: the shrunk conversation, which \
        bytes came and when, how the server ended and what it printed, and which other cases failed \
        and passed. Causes are tested: once a failure is confirmed, the kit plays one to three small \
        conversations that vary the one thing that tells the suspected cause from its neighbours, up \
        to three times each and for 2 s at most. *Likely cause* means that the evidence has the marks \
        of this fault, that its experiments came out as it predicts, each time that they were played, \
        and that nothing else explains it nearly as well; the outcomes stand behind it. *Possible \
        cause* means that it would explain what was seen, but was not tested or has \
        a rival. A cause that an experiment refutes is not named; where all are refuted, \
        none is. A diagnosis is advice: no verdict depends on it.

        While a run goes on, a failure is diagnosed with what is known by then; the summary at its \
        end and the report with all of it.

        | cause | what is wrong | how to fix it |
        |---|---|---|
        %s"""
        .formatted(COMMAND, rows);
  }

  /** Nothing in a sentence is meant as markup. */
  private static String text(String sentence) {
    return sentence.replaceAll("[\\\\`*_<>|\\[\\]]", "\\\\$0");
  }
}
