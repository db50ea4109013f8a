package dev.echospec.script;

/** A file that a user gave cannot be read as what it should be. The message is one line. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  /** What is quoted of a file may be as long as the file. */
  private static final int LONGEST = 600;

  /**
   * @param message what is wrong, and where
   */
  public Malformed(String message) {
    // Parts of the file are quoted in it, and the file may come from anybody.
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
