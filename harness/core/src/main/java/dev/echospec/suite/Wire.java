package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.time.Duration;
import java.util.Optional;

/** The only way of a case to the server under test. */
public non-sealed interface Wire extends Playing {
  /**
   * Plays a script exactly as it is, and judges it.
   *
   * @throws Violated if the server broke the law
   */
  void check(Script script, Law law);

  /**
   * Plays a script that half-closes and reads to the end, adapted to the response style of this
   * server, and judges it. Most servers get the script as it is; a server that loses its reply at a
   * half-close, or does not end the stream, gets the nearest script that it can answer. So one
   * fault of a server does not hide its others.
   *
   * @throws Violated if the server broke the law
   */
  void converse(Script script, Law law);

  /**
   * Like {@link #converse(Script, Law)} with {@link Law#ECHO}.
   *
   * @throws Violated if the server broke the law
   */
  default void converse(Script script) {
    converse(script, Law.ECHO);
  }

  /**
   * Sends a payload and returns what came back, right or wrong; at most some KiB of a wrong reply.
   *
   * @throws Violated if no whole answer came
   */
  Payload echo(Payload payload);

  /**
   * Checks that the server holds no more descriptors, threads and child processes after some work
   * than before. The case is skipped if they cannot be counted.
   *
   * @param work plays conversations; called several times
   * @throws Violated if it holds more
   */
  void checkReleases(Runnable work);

  /**
   * Like {@link #converse(Script)}, and returns what was seen although the law was kept.
   *
   * @return empty if it was not played because the run is to end, or no time is left
   * @throws Violated if the server broke the law
   */
  Optional<Watched> watch(Script script);

  /**
   * Plays a script exactly as it is without judging it, for unspecified behaviour.
   *
   * @param connect limit of each connect
   * @return empty if it was not played because the run is to end
   */
  Optional<Transcript> observe(Script script, Duration connect);

  /**
   * Plays a script to the embedded reference server, for comparison with an observation.
   *
   * @return empty if it was not played because the run is to end
   */
  Optional<Transcript> observeReference(Script script);

  /** Returns true if the server can be restarted before each script of a case that asks for it. */
  boolean startsAfresh();

  /**
   * Judges the conversations of the kit's own probes of the server.
   *
   * @return the number of these conversations
   * @throws Violated if the server broke the law in one of them
   */
  int checkProbes();

  /**
   * Judges one of the two connections that are kept open during all cases. Waits if they are not
   * old enough yet.
   *
   * @param inUse true for the one that is used now and then, false for the idle one
   * @return empty if none can be kept, as the server serves one at a time
   */
  Optional<Kept> kept(boolean inUse);

  /** Returns true if the memory of this server can be measured; if not, the case is skipped. */
  boolean countsMemory();

  /**
   * Records an observation: the result of a case of level INFO, and a remark to any other.
   *
   * @param sentence what the server does, without its full stop
   * @param figures the same for programs
   */
  void record(String sentence, Figure... figures);

  /**
   * Reports that the last script has shown a violation.
   *
   * @param what of which it holds too much
   * @param message how, in a sentence without its full stop
   * @throws Violated always, unless nothing was played
   */
  void holdsTooMuch(Excess what, String message);

  /**
   * Leaves undecided whether the rule is kept.
   *
   * @param reason why, in a sentence without its full stop
   */
  void leaveOpen(String reason);
}
