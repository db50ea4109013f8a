package dev.echospec.folder;

/** A report cannot be written. The message is one line for the user. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception with a message for the user.
   *
   * @param message what cannot be done, and why
   */
  public ReportException(String message) {
    super(message);
  }
}
