package dev.echospec.diagnosis;

import dev.echospec.judge.Law;
import dev.echospec.script.Script;
import java.util.Objects;

/**
 * A conversation that an experiment needs the outcome of. Equal questions have the same outcome in
 * a run, so that each is put to the server once.
 *
 * @param script what to play
 * @param law what to judge it by: {@link Law#ECHO}, or {@link Law#ECHO_AND_CLOSE} where the end of
 *     the connection matters
 * @param afresh whether it must be the first conversation after a start of the server
 */
public record Question(Script script, Law law, boolean afresh) {
  /** Refuses null. */
  public Question {
    Objects.requireNonNull(script);
    Objects.requireNonNull(law);
  }

  /** A question about the echo, to a server that has served others before. */
  static Question echo(Script script) {
    return new Question(script, Law.ECHO, false);
  }
}
