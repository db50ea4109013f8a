package dev.echospec.junit;

/** The reason why a suite cannot run: a message for the user, without a stack trace. */
final class UnusableSuite extends AssertionError {
  private static final long serialVersionUID = 1;

  /**
   * Creates the failure of a suite.
   *
   * @param message what is wrong, and how to fix it
   */
  UnusableSuite(String message) {
    super(message);
    setStackTrace(new StackTraceElement[0]);
  }

  /** Reports print it, and the name of the class says nothing to the user. */
  @Override
  public String toString() {
    return getMessage();
  }
}
