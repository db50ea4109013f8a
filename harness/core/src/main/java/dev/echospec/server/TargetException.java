package dev.echospec.server;

/** The target cannot be started or reached. The message is one line, for the user. */
public class TargetException extends Exception {
  private static final long serialVersionUID = 1;

  private final String lastWords;

  /**
   * @param message what is wrong and how to fix it
   */
  public TargetException(String message) {
    this(message, "");
  }

  /**
   * @param message what is wrong and how to fix it
   * @param lastWords the last lines that the target printed; may be empty
   */
  public TargetException(String message, String lastWords) {
    super(message);
    this.lastWords = lastWords;
  }

  /**
   * @return the last lines that the target printed; may be empty
   */
  public String lastWords() {
    return lastWords;
  }
}
