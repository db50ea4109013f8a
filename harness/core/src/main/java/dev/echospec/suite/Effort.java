package dev.echospec.suite;

import java.time.Duration;

/**
 * What sections scale their scripts by: what the run wants, and what this server has time for.
 *
 * @param thorough true for larger scripts
 * @param connections maximum number of connections of a script at once, from 1
 * @param kept number of further connections that are open all the while
 * @param echo time to the echo of a byte; zero if not known
 * @param conversation duration of a conversation of one byte, the end of the stream included; zero
 *     if not known
 * @param throughput bytes of echo per second, the best that was seen; zero if not known
 * @param longestTry target duration of a try that repeats something
 */
public record Effort(
    boolean thorough,
    int connections,
    int kept,
    Duration echo,
    Duration conversation,
    long throughput,
    Duration longestTry) {
  /** Maximum connections of a script to a public server without the owner's consent. */
  public static final int LIGHT = 128;

  /** The default. */
  public static final Effort ORDINARY =
      new Effort(
          false, Integer.MAX_VALUE, 0, Duration.ZERO, Duration.ZERO, 0, Duration.ofSeconds(15));

  /**
   * Bytes of echo per second from which a server gets streams in full length: how fast a quick one
   * was seen depends on what else the machine did.
   */
  private static final long QUICK = 8L << 20;

  /** Target duration of a stream of a slow server, in seconds. */
  private static final int FLOWING = 1;

  /**
   * Returns how many consecutive conversations fit into a try.
   *
   * @param wanted maximum
   * @param least minimum that shows anything; not more than wanted
   */
  public int conversations(int wanted, int least) {
    return fitting(conversation, wanted, least);
  }

  /**
   * Returns how many messages, each read before the next is sent, fit into a try.
   *
   * @param wanted maximum
   * @param least minimum that shows anything; not more than wanted
   */
  public int messages(int wanted, int least) {
    return fitting(echo, wanted, least);
  }

  /**
   * Returns how many bytes of a stream a try has time for. Only a slow server gets fewer than are
   * wanted.
   *
   * @param wanted maximum
   * @param least minimum that shows anything; not more than wanted
   */
  public long bytes(long wanted, long least) {
    boolean isSlow = throughput > 0 && throughput < QUICK;
    return isSlow ? Math.min(wanted, Math.max(least, throughput * FLOWING)) : wanted;
  }

  /**
   * Returns how many bytes are owed to a client that does not read, so that the server's write
   * blocks. Of a slow server it is still more than both kernels buffer: by default at most 6 MiB to
   * be read and 4 MiB to be sent (Linux, tcp_rmem and tcp_wmem).
   */
  long blocking() {
    return bytes(24 << 20, 12 << 20);
  }

  private int fitting(Duration each, int wanted, int least) {
    long most = longestTry.toNanos() / Math.max(1, each.toNanos());
    return (int) Math.max(least, Math.min(wanted, most));
  }
}
