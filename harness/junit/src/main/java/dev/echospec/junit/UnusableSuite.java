package dev.echospec.junit;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a suite or a contract cannot run: a message for the user, without a stack trace.
 */
final class UnusableSuite extends AssertionError {
  private static final long serialVersionUID = 1;

  /**
   * Creates the failure of a suite.
   *
   * @param message what is wrong, and how to fix it
   */
  UnusableSuite(String message) {
    this(message, null);
  }

  /**
   * Creates the failure of a suite or a test class whose own code failed.
   *
   * @param message what is wrong, and how to fix it
   * @param cause what the user's code threw; null if nothing
   */
  UnusableSuite(String message, @Nullable Throwable cause) {
    super(message, cause);
    setStackTrace(new StackTraceElement[0]);
  }

  /** Reports print it, and the name of the class says nothing to the user. */
  @Override
  public String toString() {
    return getMessage();
  }
}
