package dev.echospec.reference.client;

import java.io.PrintStream;

/** Receives the events of a client. No method throws. */
public sealed interface ClientLog permits SilentLog, DialogueLog {

  /** Returns a log that discards everything. */
  static ClientLog silent() {
    return SilentLog.INSTANCE;
  }

  /**
   * Returns a log that prints the dialogue of the tutorial, line for line, in UTF-8 whatever the
   * locale. A character that two reads share is printed with the second; malformed UTF-8, and
   * control characters other than tab and line ends, are printed as U+FFFD.
   *
   * @param language the words
   * @param out receives the lines; flushed, never closed here, its errors are ignored
   * @return a log for one exchange
   */
  static ClientLog dialogue(Language language, PrintStream out) {
    return new DialogueLog(language, out);
  }

  /** The client is about to connect. */
  void connecting(String host, int port);

  /** The client is connected and about to send this text; neither changed nor kept. */
  void sending(byte[] text);

  /**
   * A read returned bytes.
   *
   * @param bytes contains them from index 0; neither changed nor kept
   * @param length their number, at least 1
   * @param last true if the reply is complete
   */
  void received(byte[] bytes, int length, boolean last);

  /** The client is about to close its connection. */
  void closing();
}
