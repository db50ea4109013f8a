package dev.echospec.server;

/**
 * The target cannot be started because its port is not free. That says nothing of the server, and
 * may pass.
 */
public final class PortTakenException extends TargetException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which port, what has it, and how to fix it; one line, for the user
   */
  public PortTakenException(String message) {
    super(message);
  }
}
