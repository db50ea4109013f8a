package dev.echospec.server;

/**
 * A target cannot be started because its port is taken. The server is not to blame, and a later
 * start may succeed.
 */
public final class PortTakenException extends TargetException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception for the user.
   *
   * @param message which port, what has it, and how to fix it; one line, for the user
   */
  public PortTakenException(String message) {
    super(message);
  }
}
