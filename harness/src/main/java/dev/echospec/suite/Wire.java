package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;

/** What a case works with: the way to the server under test. */
public interface Wire {
  /**
   * Plays a script exactly as it is, and judges it.
   *
   * @param script what to play
   * @param law what to judge by
   * @throws Violated if the server broke the law
   */
  void check(Script script, Law law);

  /**
   * Plays a script that half-closes and reads to the end, in the manner that this server is known
   * to answer, and judges it. Usually that is the script as it is; for a server that loses its
   * reply at a half-close, or does not end the stream, it is what comes nearest. So one fault of a
   * server does not hide its others.
   *
   * @param script what to play
   * @param law what to judge by
   * @throws Violated if the server broke the law
   */
  void converse(Script script, Law law);

  /**
   * Like {@link #converse(Script, Law)} with {@link Law#ECHO}.
   *
   * @param script what to play
   * @throws Violated if the server broke the law
   */
  default void converse(Script script) {
    converse(script, Law.ECHO);
  }

  /**
   * @param payload what to send
   * @return what came back for it, right or wrong; at most some KiB of what is wrong
   * @throws Violated if no whole answer came
   */
  Payload echo(Payload payload);

  /**
   * Checks that the server holds no more descriptors, threads and child processes after some work
   * than before. The case is skipped where they cannot be counted.
   *
   * @param work plays conversations; called several times
   * @throws Violated if it holds more
   */
  void checkReleases(Runnable work);
}
