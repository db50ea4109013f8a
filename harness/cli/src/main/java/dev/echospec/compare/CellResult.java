package dev.echospec.compare;

import dev.echospec.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one case with one member. All texts can hold what a server sent or printed, so
 * every report escapes them in its own way.
 *
 * @param caseId which case
 * @param verdict what is said of it
 * @param tries how many conversations were tried, before any shrinking
 * @param took how long it took
 * @param reason a sentence, where the verdict needs one
 * @param failure what broke the rule
 * @param known what the list of known failures says of the failure, if it speaks of the case
 * @param figures what was measured
 */
public record CellResult(
    String caseId,
    Verdict verdict,
    int tries,
    Duration took,
    Optional<String> reason,
    Optional<Broken> failure,
    Optional<Known> known,
    List<Figure> figures) {
  /** Copies the list. */
  public CellResult {
    figures = List.copyOf(figures);
  }

  /**
   * The shortest conversation that was found to break the rule.
   *
   * @param message what is wrong, in a sentence
   * @param offset of the first difference in the echo, in bytes from 0
   * @param foundAfter tries until the first failure
   * @param replays how often it was played again
   * @param replaysFailed how often it failed again
   * @param conversation the steps with hex and text, what was expected and what came, and the mark
   *     at the first difference: lines for a fixed-width font
   * @param diagnosis "Likely cause: ..." or "Possible cause: ..." and how to fix it, if one is
   *     known; the conversation does not have it
   * @param death how the server ended or stopped answering, if it did
   * @param log the end of the server's log; may be empty
   * @param script where the failure file is, from the folder of the comparison
   * @param replay the command that plays it again
   */
  public record Broken(
      String message,
      long offset,
      int foundAfter,
      int replays,
      int replaysFailed,
      List<String> conversation,
      Optional<String> diagnosis,
      Optional<String> death,
      String log,
      Optional<String> script,
      Optional<String> replay) {
    /** Copies the list. */
    public Broken {
      conversation = List.copyOf(conversation);
    }
  }

  /**
   * A failure that the list of known failures speaks of.
   *
   * @param expected whether it is the one that is known, and its time is not over
   * @param reason why it is put up with
   * @param missing words of the list that this failure does not contain
   * @param expired whether the time of the entry is over
   */
  public record Known(boolean expected, String reason, List<String> missing, boolean expired) {
    /** Copies the list. */
    public Known {
      missing = List.copyOf(missing);
    }
  }

  /**
   * @return whether a rule is broken, and it is expected
   */
  public boolean isKnown() {
    return known.filter(Known::expected).isPresent();
  }

  /**
   * @return whether a rule is broken, expected or not
   */
  public boolean isBroken() {
    return verdict == Verdict.FAIL || verdict == Verdict.WARN;
  }

  /**
   * @return the verdict in a word: PASS, FAIL and so on, or KNOWN for a failure that is expected
   */
  public String word() {
    return isKnown() ? "KNOWN" : verdict.name();
  }
}
