package dev.echospec.diagnosis;

import java.util.Objects;

/**
 * Why a server fails, as far as can be told from outside.
 *
 * @param cause the fault
 * @param confidence how sure that is
 * @param detail what in this conversation points to it, as a clause, such as "a character lies
 *     across byte 16"; may be empty. It contains nothing that the server sent or printed
 */
public record Diagnosis(Cause cause, Confidence confidence, String detail) {
  /** Refuses null. */
  public Diagnosis {
    Objects.requireNonNull(cause);
    Objects.requireNonNull(confidence);
    Objects.requireNonNull(detail);
  }

  /** How sure a diagnosis is. */
  public enum Confidence {
    /** The evidence is typical of this fault, and no other fault explains it nearly as well. */
    LIKELY("Likely cause"),
    /** It would explain the evidence, but so might another fault. */
    POSSIBLE("Possible cause");

    private final String words;

    Confidence(String words) {
      this.words = words;
    }

    /** Returns the words that are printed. */
    public String words() {
      return words;
    }
  }

  /** Returns the cause and the detail in one sentence. */
  public String sentence() {
    return cause.sentence() + (detail.isEmpty() ? "" : "; " + detail) + ".";
  }

  /** Returns the line that is printed, such as "Likely cause: the server never closes.". */
  public String line() {
    return confidence.words() + ": " + sentence();
  }
}
