package dev.echospec.script;

/** A file that a user gave cannot be read as what it should be. The message is one line. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong, and where
   */
  public Malformed(String message) {
    // Parts of the file are quoted in it, and the file may come from anybody.
    super(ScriptText.harmless(message), null, false, false);
  }
}
