package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import java.util.List;

/** Hears of a run while it goes on; called from the thread that runs the cases. */
public interface RunListener {
  /**
   * @param listeners who hear, in this order
   * @return a listener that tells all of them
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
   * @param facts what was found out about it
   */
  default void ready(RunResult.Facts facts) {}

  /**
   * The cases that may yet fail are run once more.
   *
   * @param round from 2
   * @param seed what repeats the round, as the seed of a run
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
   * @param tries so many by now
   * @param of how many are planned
   */
  default void tried(int tries, int of) {}

  /**
   * The running case has found a failure and looks for a shorter one.
   *
   * @param bytes that the shortest failing script sends by now
   */
  default void shrinking(long bytes) {}

  /**
   * The failure is being played again.
   *
   * @param replay from 1
   * @param of how many times
   */
  default void confirming(int replay, int of) {}

  /**
   * The run waits for something that is no fault of the server, such as its port.
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
