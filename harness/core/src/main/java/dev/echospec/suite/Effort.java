package dev.echospec.suite;

import java.time.Duration;

/**
 * How much a run is asked, and able, to do.
 *
 * @param thorough whether time matters less than what is found
 * @param connections how many a script may open at once from here, 1 or more
 * @param kept how many others are open all the while: where a number of connections matters, they
 *     count
 * @param echo what it takes this server to echo a byte; zero if not known
 * @param conversation what a whole conversation of a byte takes, the end of the stream included;
 *     zero if not known
 * @param longestTry what a try that does the same thing again and again should take at most
 */
public record Effort(
    boolean thorough,
    int connections,
    int kept,
    Duration echo,
    Duration conversation,
    Duration longestTry) {
  /** The most connections that one script may open to a server whose owner was not asked. */
  public static final int LIGHT = 128;

  /** What a section works with unless it is told otherwise. */
  public static final Effort ORDINARY =
      new Effort(false, Integer.MAX_VALUE, 0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(15));

  /**
   * @param wanted how many conversations, one after the other, a try should have
   * @param least how many it must have to show anything; not more than wanted
   * @return as many as this server has time for, within these bounds
   */
  public int conversations(int wanted, int least) {
    return fitting(conversation, wanted, least);
  }

  /**
   * @param wanted how many messages, each read before the next is sent, a try should have
   * @param least how many it must have to show anything; not more than wanted
   * @return as many as this server has time for, within these bounds
   */
  public int messages(int wanted, int least) {
    return fitting(echo, wanted, least);
  }

  private int fitting(Duration each, int wanted, int least) {
    long most = longestTry.toNanos() / Math.max(1, each.toNanos());
    return (int) Math.max(least, Math.min(wanted, most));
  }
}
