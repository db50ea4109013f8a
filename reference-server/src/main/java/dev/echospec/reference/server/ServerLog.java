package dev.echospec.reference.server;

import java.io.PrintStream;
import java.net.InetSocketAddress;

/**
 * Receives the events of a server. No method throws, and none blocks longer than a stated bound, so
 * the log never influences the connections. All methods are thread-safe.
 *
 * <p>The caller that creates a log closes it, after the server that uses it.
 */
public sealed interface ServerLog extends AutoCloseable permits SilentLog, DialogueLog {

  /** Returns a log that discards everything. */
  static ServerLog silent() {
    return SilentLog.INSTANCE;
  }

  /**
   * Returns a log that prints the dialogue of the tutorial, line for line, in UTF-8 whatever the
   * locale. Malformed UTF-8, and control characters other than tab and line ends, are printed as
   * U+FFFD.
   *
   * @param language the words
   * @param out receives the lines; flushed, but never closed here. If it fails the lines are lost;
   *     if it blocks for a second, lines are left out until it goes on
   * @return a log with a thread of its own, which ends at {@link #close()}
   */
  static ServerLog dialogue(Language language, PrintStream out) {
    return new DialogueLog(language, out);
  }

  /** The server listens on this port: the actual one, if any free port was asked for. */
  void listening(String host, int port);

  /** The server is about to accept. */
  void waiting();

  /** A client was accepted. */
  void connected(InetSocketAddress client);

  /**
   * Bytes were read and will be answered.
   *
   * @param bytes contains them from index 0; neither changed nor kept
   * @param length their number, at least 1
   */
  void received(byte[] bytes, int length);

  /** The client ended its side, and everything was answered. */
  void ended(InetSocketAddress client);

  /** The connection broke: the client reset it or is gone. */
  void lost(InetSocketAddress client);

  /** The server could not accept or serve a connection; it waits and tries again. */
  void acceptFailed(Throwable cause);

  /** Prints the remaining lines, within two seconds. */
  @Override
  void close();
}
