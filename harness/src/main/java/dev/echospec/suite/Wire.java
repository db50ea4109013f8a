package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;

/** What a case works with: the way to the server under test. */
public interface Wire {
  /**
   * Plays a script and judges it by {@link Law#ECHO}.
   *
   * @param script what to play
   * @throws Violated if the server broke the law
   */
  default void check(Script script) {
    check(script, Law.ECHO);
  }

  /**
   * Plays a script and judges it.
   *
   * @param script what to play
   * @param law what to judge by
   * @throws Violated if the server broke the law
   */
  void check(Script script, Law law);

  /**
   * The plainest exchange in the manner that this server is known to answer: usually send,
   * half-close, read to the end; for a server that loses its reply at a half-close, or does not end
   * the stream, what comes nearest. So that one fault of a server does not hide its others.
   *
   * @param payloads one write each
   * @return a script on connection 0
   */
  Script exchange(Payload... payloads);

  /**
   * @param payload what to send
   * @return what came back for it, right or wrong; at most some KiB of what is wrong
   */
  byte[] echo(Payload payload);

  /**
   * Checks that the server holds no more descriptors, threads and child processes after some work
   * than before.
   *
   * @param work plays conversations
   * @throws Violated if it does
   */
  void checkReleases(Runnable work);
}
