package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.time.Duration;
import java.util.Optional;

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

  /**
   * Like {@link #converse(Script)}, and tells what was seen though the law was kept.
   *
   * @param script what to play
   * @return what was seen; empty if it was not played because the run is to end, or no time is left
   * @throws Violated if the server broke the law
   */
  Optional<Watched> watch(Script script);

  /**
   * Plays a script exactly as it is and judges nothing: for what the rules leave open.
   *
   * @param script what to play
   * @param connect how long each connect may take
   * @return what was seen; empty if it was not played because the run is to end
   */
  Optional<Transcript> observe(Script script, Duration connect);

  /**
   * Plays a script on the embedded reference server, to hold what was observed against it.
   *
   * @param script what to play
   * @return what was seen; empty if it was not played because the run is to end
   */
  Optional<Transcript> observeReference(Script script);

  /**
   * @return whether the scripts of a case that asks for it are the first that the server meets
   *     after a start; if not, it can only be found as it is
   */
  boolean startsAfresh();

  /**
   * Judges what the kit itself has exchanged with the server, to get to know it and to see whether
   * it still serves.
   *
   * @return how many conversations that were
   * @throws Violated if the server broke the law in one of them
   */
  int checkProbes();

  /**
   * Looks at one of the two connections that are kept open beside all cases. Waits if they were not
   * kept for long yet.
   *
   * @param inUse whether the one that is used now and then is meant, or the idle one
   * @return what became of it; empty if none can be kept, as the server serves one at a time
   */
  Optional<Kept> kept(boolean inUse);

  /**
   * @return whether the memory of this server can be counted; if not, the case is skipped
   */
  boolean countsMemory();

  /**
   * Says what was observed. A case of level INFO ends with it; where a rule is kept, it is said
   * beside that.
   *
   * @param sentence what the server does, without its full stop
   * @param figures the same for programs
   */
  void record(String sentence, Figure... figures);

  /**
   * Says that the rule is broken by what was seen in the script that was played last.
   *
   * @param what of which it holds too much
   * @param message how, in a sentence without its full stop
   * @throws Violated always, unless nothing was played
   */
  void holdsTooMuch(Excess what, String message);

  /**
   * Leaves it open whether the rule is kept.
   *
   * @param reason why, in a sentence without its full stop
   */
  void leaveOpen(String reason);
}
