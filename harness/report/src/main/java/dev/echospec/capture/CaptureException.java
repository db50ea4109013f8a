package dev.echospec.capture;

/**
 * Packets cannot be captured. The message is one line for the user. Unchecked, because it passes
 * through a replay, which must not take it for a fault of the server.
 */
public final class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CaptureException(String message) {
    super(message);
  }
}
