package dev.echospec.reference.server;

import java.io.PrintStream;
import java.net.InetSocketAddress;

/**
 * Where a server tells what it does. No method throws, and none waits for a reader longer than a
 * stated bound: the log must never decide what happens on the wire. All methods may be called from
 * many threads.
 *
 * <p>Whoever creates a log closes it, after the server that uses it.
 */
public sealed interface ServerLog extends AutoCloseable permits SilentLog, DialogueLog {

  /** A log that says nothing and costs nothing. */
  static ServerLog silent() {
    return SilentLog.INSTANCE;
  }

  /**
   * The dialogue of the tutorial, one line per line, in UTF-8 whatever the locale. Bytes that are
   * not UTF-8, and control characters other than tab and line ends, are shown as U+FFFD.
   *
   * @param language the words
   * @param out where the lines go; flushed, but never closed here. When it fails the lines are
   *     lost; when it blocks for a second, lines are left out until it goes on
   * @return a log with a thread of its own, which ends at {@link #close()}
   */
  static ServerLog dialogue(Language language, PrintStream out) {
    return new DialogueLog(language, out);
  }

  /** The server listens on this port: the real one, if it was asked for any. */
  void listening(String host, int port);

  /** The server is about to accept. */
  void waiting();

  /** A client was accepted. */
  void connected(InetSocketAddress client);

  /**
   * Bytes were read, and will be answered.
   *
   * @param bytes holds them from index 0; neither changed nor kept
   * @param length how many, at least 1
   */
  void received(byte[] bytes, int length);

  /** The client ended its side, and everything was answered. */
  void ended(InetSocketAddress client);

  /** The connection broke: a reset, or a client that went away. */
  void lost(InetSocketAddress client);

  /** No connection could be accepted or served; the server waits and tries again. */
  void acceptFailed(Throwable cause);

  /** Shows what is still to be shown, within a bounded time. */
  @Override
  void close();
}
