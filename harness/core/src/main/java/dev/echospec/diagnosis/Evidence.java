package dev.echospec.diagnosis;

import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The observations of a run that tell why a server fails.
 *
 * @param oracle what a correct server answers
 * @param answers the simplest dialogue that the server was found to answer
 * @param sequential whether it was found to serve one connection at a time
 * @param held how much a server that answers at the half-close, but not a byte, answers if more is
 *     sent; empty if the kit did not ask
 * @param trials the cases that passed and those that failed, in the order of the run; skipped and
 *     inconclusive ones are left out
 * @param seen what the experiments showed, each time that they were played
 */
public record Evidence(
    Oracle oracle,
    Answers answers,
    boolean sequential,
    Optional<Held> held,
    List<Trial> trials,
    Map<Question, List<Seen>> seen) {
  /** In place of a case id: the kit's probes later in the life of a server. */
  public static final String PROBES = "probes";

  /** Refuses null and copies the list. */
  public Evidence {
    Objects.requireNonNull(oracle);
    Objects.requireNonNull(answers);
    trials = List.copyOf(trials);
    seen = Map.copyOf(seen);
  }

  /** Evidence without experiments. */
  public Evidence(
      Oracle oracle, Answers answers, boolean sequential, Optional<Held> held, List<Trial> trials) {
    this(oracle, answers, sequential, held, trials, Map.of());
  }

  /** What a conversation showed, each time that it was played; empty if it was not. */
  List<Seen> seen(Question question) {
    return seen.getOrDefault(question, List.of());
  }

  /** How a server was found to answer. */
  public enum Answers {
    /** It answers at the client's half-close at the latest, and closes. */
    AND_CLOSES,
    /** The same, but no end of stream comes. */
    WITHOUT_CLOSING,
    /** It answers only while the client has not half-closed. */
    BEFORE_THE_END_ONLY,
    /** It answers a line, and only while the client has not half-closed. */
    LINES_ONLY,
    /** It answers nothing. */
    NOTHING
  }

  /**
   * How much a server answered while the connection stayed open.
   *
   * @param line the length of a line that was sent, with its line end, in bytes
   * @param ofLine how many bytes of it were answered
   * @param ofMany how many bytes were answered of many that were sent without a line end
   */
  public record Held(int line, long ofLine, long ofMany) {}

  /**
   * A case.
   *
   * @param caseId its id
   * @param failure what broke its rule; empty if it passed
   */
  public record Trial(String caseId, Optional<Sighting> failure) {}

  /**
   * A conversation that broke a rule, and what became of the server.
   *
   * @param script what was played
   * @param transcript what the player observed
   * @param violations one or more
   * @param death how the server ended or stopped answering, if it did
   * @param replays how often the script was played again
   * @param replaysFailed how often it failed again
   * @param steady whether each failure was at the same place
   */
  public record Sighting(
      Script script,
      Transcript transcript,
      List<Violation> violations,
      Optional<Death> death,
      int replays,
      int replaysFailed,
      boolean steady) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if nothing was violated
     */
    public Sighting {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("a sighting needs a violation");
      }
    }
  }

  /**
   * The end of a server.
   *
   * @param ofProcess whether its process is known to have ended; else it only stopped answering
   * @param how in words, such as "exited with status 1"
   * @param lastWords the end of its stderr; may be empty
   */
  public record Death(boolean ofProcess, String how, String lastWords) {}

  /** Whether the case ran and failed. */
  boolean failed(CaseReference reference) {
    return has(reference.id(), true);
  }

  /** Whether the case ran and passed. */
  boolean passed(CaseReference reference) {
    return has(reference.id(), false);
  }

  /** Whether the kit's own probes were answered rightly. */
  boolean probesPassed() {
    return has(PROBES, false);
  }

  private boolean has(String caseId, boolean failure) {
    return trials.stream()
        .anyMatch(trial -> trial.caseId().equals(caseId) && trial.failure().isPresent() == failure);
  }
}
