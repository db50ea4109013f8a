package dev.echospec.client.play;

import dev.echospec.script.Payload;

/**
 * What a client printed.
 *
 * @param bytes the first bytes, up to the bound of the capture
 * @param total how many bytes it printed
 */
public record Captured(Payload bytes, long total) {
  /** Nothing was printed. */
  public static final Captured NOTHING = new Captured(Payload.of(new byte[0]), 0);

  /** Returns true if the client printed more than was kept. */
  public boolean isCut() {
    return total > bytes.length();
  }
}
