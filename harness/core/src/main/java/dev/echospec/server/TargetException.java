package dev.echospec.server;

/** A target cannot be started or reached. The message is one line, for the user. */
public class TargetException extends Exception {
  private static final long serialVersionUID = 1;

  private final String lastWords;

  /**
   * Makes an exception without output of the target.
   *
   * @param message what is wrong and how to fix it
   */
  public TargetException(String message) {
    this(message, "");
  }

  /**
   * Makes an exception with the target's own words.
   *
   * @param message what is wrong and how to fix it
   * @param lastWords the last lines that the target printed; may be empty
   */
  public TargetException(String message, String lastWords) {
    super(message);
    this.lastWords = lastWords;
  }

  /** Returns the last lines that the target printed; may be empty. */
  public String lastWords() {
    return lastWords;
  }
}
