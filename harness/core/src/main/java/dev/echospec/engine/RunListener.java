package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import java.util.List;

/** Is told of the progress of a run, in the thread that runs the cases. */
public interface RunListener {
  /**
   * Returns a listener that tells all of them.
   *
   * @param listeners in the order in which they are told
   */
  static RunListener all(List<RunListener> listeners) {
    return new RunListener() {
      @Override
      public void ready(RunResult.Facts facts) {
        listeners.forEach(listener -> listener.ready(facts));
      }

      @Override
      public void roundStarted(int round, long seed, int cases) {
        listeners.forEach(listener -> listener.roundStarted(round, seed, cases));
      }

      @Override
      public void caseStarted(CaseInfo info, int index, int of) {
        listeners.forEach(listener -> listener.caseStarted(info, index, of));
      }

      @Override
      public void tried(int tries, int of) {
        listeners.forEach(listener -> listener.tried(tries, of));
      }

      @Override
      public void shrinking(long bytes) {
        listeners.forEach(listener -> listener.shrinking(bytes));
      }

      @Override
      public void confirming(int replay, int of) {
        listeners.forEach(listener -> listener.confirming(replay, of));
      }

      @Override
      public void waiting(String why) {
        listeners.forEach(listener -> listener.waiting(why));
      }

      @Override
      public void caseEnded(CaseResult result) {
        listeners.forEach(listener -> listener.caseEnded(result));
      }
    };
  }

  /**
   * The target answers, or is known never to.
   *
   * @param facts what the probes found out
   */
  default void ready(RunResult.Facts facts) {}

  /**
   * The cases that may yet fail are run once more.
   *
   * @param round from 2
   * @param seed repeats the round, as the seed of a run
   * @param cases how many there are
   */
  default void roundStarted(int round, long seed, int cases) {}

  /**
   * A case begins.
   *
   * @param info which
   * @param index from 1
   * @param of how many cases there are
   */
  default void caseStarted(CaseInfo info, int index, int of) {}

  /**
   * A try of the running case passed.
   *
   * @param tries number of tries by now
   * @param of number of planned tries
   */
  default void tried(int tries, int of) {}

  /**
   * The running case has found a failure and looks for a shorter one.
   *
   * @param bytes that the shortest failing script sends
   */
  default void shrinking(long bytes) {}

  /**
   * The failure is replayed.
   *
   * @param replay from 1
   * @param of number of replays
   */
  default void confirming(int replay, int of) {}

  /**
   * The run waits for something that the server did not cause, such as its port.
   *
   * @param why a sentence without its full stop
   */
  default void waiting(String why) {}

  /**
   * A case has ended. In a run of several rounds it ends in each.
   *
   * @param result what became of it, over all rounds by now
   */
  default void caseEnded(CaseResult result) {}
}
