package dev.echospec.script;

/** A file of the user cannot be read as the format that it should have. The message is one line. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  /** Longest message, in characters: a quoted part of a file may be as long as the file. */
  private static final int LONGEST = 600;

  /**
   * Creates the exception with a message that is safe to print and of bounded length.
   *
   * @param message what is wrong, and where
   */
  public Malformed(String message) {
    // The message quotes the file, which may come from an untrusted source.
    super(ScriptText.harmless(shortened(message)), null, false, false);
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST
        ? message
        : message.substring(0, LONGEST / 2)
            + " ... "
            + message.substring(message.length() - LONGEST / 2);
  }
}
