package dev.echospec.diagnosis;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What would have to be seen if a cause were the right one: a small conversation that differs from
 * the failed one in the one thing that tells the cause from its neighbours, or something that the
 * run has found out already.
 *
 * @param question what to play; empty if the run knows the outcome
 * @param tells whether an outcome says anything: on a busy machine the client may have played
 *     another conversation than the one that was asked for
 * @param prediction whether an outcome is the one that the cause predicts
 * @param known the outcome that the run knows; empty if there is a question, or no answer yet
 * @param words the predicted outcome as a clause, of the kit's own words and numbers
 */
record Experiment(
    Optional<Question> question,
    Predicate<Seen> tells,
    BiPredicate<Seen, Oracle> prediction,
    Optional<Boolean> known,
    String words) {

  /** How an experiment ended. */
  enum Outcome {
    /** The prediction came true each time. */
    CAME_OUT,
    /** It came true never. */
    REFUTED,
    /** It was not played, came true now and then, or was never played as it was meant. */
    OPEN
  }

  /** An experiment about the echo. */
  static Experiment that(String words, Script script, Predicate<Seen> prediction) {
    return of(words, Question.echo(script), prediction);
  }

  /** Predicts that nothing goes wrong in a conversation. */
  static Experiment holds(String words, Script script) {
    return that(words, script, Seen::isRight);
  }

  /** Predicts that something goes wrong in a conversation, or that the server does not survive. */
  static Experiment fails(String words, Script script) {
    return that(words, script, seen -> !seen.isRight());
  }

  /** Predicts what comes back of one write, at the client's half-close at the latest. */
  static Experiment answers(String words, byte[] sent, byte[]... replies) {
    return answers(words, Script.conversation(Payload.of(sent)), replies);
  }

  /** Predicts what comes back on the only connection of a script. */
  static Experiment answers(String words, Script script, byte[]... replies) {
    return answers(
        words, script, reply -> Arrays.stream(replies).anyMatch(one -> Arrays.equals(one, reply)));
  }

  /** Predicts something of what comes back on the only connection of a script. */
  static Experiment answers(String words, Script script, Predicate<byte[]> reply) {
    return new Experiment(
        Optional.of(Question.echo(script)),
        seen -> true,
        (seen, oracle) -> reply.test(reply(seen, oracle)),
        Optional.empty(),
        words);
  }

  /** An experiment about the echo and the end of a conversation. */
  static Experiment ends(String words, Script script, Predicate<Seen> prediction) {
    return of(words, new Question(script, Law.ECHO_AND_CLOSE, false), prediction);
  }

  /** An experiment that begins with a start of the server. */
  static Experiment afresh(String words, Script script, Predicate<Seen> prediction) {
    return of(words, new Question(script, Law.ECHO, true), prediction);
  }

  /** An experiment that the run has made already. */
  static Experiment known(String words, boolean cameOut) {
    return new Experiment(
        Optional.empty(), seen -> true, (seen, oracle) -> cameOut, Optional.of(cameOut), words);
  }

  /** An experiment that the run makes in a case, which has not ended yet. */
  static Experiment unknown(String words) {
    return new Experiment(
        Optional.empty(), seen -> true, (seen, oracle) -> false, Optional.empty(), words);
  }

  private static Experiment of(String words, Question question, Predicate<Seen> prediction) {
    return new Experiment(
        Optional.of(question),
        seen -> true,
        (seen, oracle) -> prediction.test(seen),
        Optional.empty(),
        words);
  }

  /** The same experiment, in which outcomes of another kind than this one say nothing. */
  Experiment onlyIf(Predicate<Seen> told) {
    return new Experiment(question, told, prediction, known, words);
  }

  private static byte[] reply(Seen seen, Oracle oracle) {
    int connection = seen.script().connectionNumbers().get(0);
    byte[] right =
        oracle.owed(
            seen.script(), connection, 0, (int) seen.transcript().received(connection).matched());
    byte[] rest = seen.transcript().received(connection).rest();
    byte[] all = Arrays.copyOf(right, right.length + rest.length);
    System.arraycopy(rest, 0, all, right.length, rest.length);
    return all;
  }

  /**
   * How some experiments on one cause ended together; open if there are none.
   *
   * @param byChance whether the failure does not repeat each time: then a conversation in which
   *     nothing went wrong refutes nothing
   */
  static Outcome together(List<Experiment> experiments, Evidence evidence, boolean byChance) {
    List<Outcome> outcomes =
        experiments.stream()
            .map(
                one -> {
                  Outcome outcome = one.outcome(evidence);
                  return byChance && outcome == Outcome.REFUTED && one.wentWell(evidence)
                      ? Outcome.OPEN
                      : outcome;
                })
            .toList();
    if (outcomes.contains(Outcome.REFUTED)) {
      return Outcome.REFUTED;
    }
    return outcomes.isEmpty() || outcomes.contains(Outcome.OPEN) ? Outcome.OPEN : Outcome.CAME_OUT;
  }

  private boolean wentWell(Evidence evidence) {
    return question.isPresent() && told(evidence).stream().allMatch(Seen::isRight);
  }

  /** How it ended, by what was seen in a run. */
  Outcome outcome(Evidence evidence) {
    if (question.isEmpty()) {
      return known.map(came -> came ? Outcome.CAME_OUT : Outcome.REFUTED).orElse(Outcome.OPEN);
    }
    List<Seen> seen = told(evidence);
    long right = seen.stream().filter(one -> prediction.test(one, evidence.oracle())).count();
    if (seen.isEmpty() || right > 0 && right < seen.size()) {
      return Outcome.OPEN;
    }
    return right > 0 ? Outcome.CAME_OUT : Outcome.REFUTED;
  }

  /** The clause and how often it was seen, such as "nothing is lost: 3 of 3". */
  String report(Evidence evidence) {
    int times = told(evidence).size();
    return times == 0 ? words : words + ": " + times + " of " + times;
  }

  /** The outcomes that say something. */
  private List<Seen> told(Evidence evidence) {
    return question.stream().flatMap(asked -> evidence.seen(asked).stream()).filter(tells).toList();
  }
}
