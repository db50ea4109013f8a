package dev.echospec.reference.client;

import java.io.PrintStream;

/** Where a client tells what it does. No method throws. */
public sealed interface ClientLog permits SilentLog, DialogueLog {

  /** A log that says nothing. */
  static ClientLog silent() {
    return SilentLog.INSTANCE;
  }

  /**
   * The dialogue of the tutorial, one line per line, in UTF-8 whatever the locale. A character that
   * a read has cut is shown with the read that completes it; bytes that are not UTF-8, and control
   * characters other than tab and line ends, are shown as U+FFFD.
   *
   * @param language the words
   * @param out where the lines go; flushed, never closed here, its errors are ignored
   * @return a log for one exchange
   */
  static ClientLog dialogue(Language language, PrintStream out) {
    return new DialogueLog(language, out);
  }

  /** The client is about to connect. */
  void connecting(String host, int port);

  /** The client is connected and about to send this; neither changed nor kept. */
  void sending(byte[] text);

  /**
   * A read brought bytes.
   *
   * @param bytes holds them from index 0; neither changed nor kept
   * @param length how many, at least 1
   * @param last true when no more are expected
   */
  void received(byte[] bytes, int length, boolean last);

  /** The client is about to close its connection. */
  void closing();
}
