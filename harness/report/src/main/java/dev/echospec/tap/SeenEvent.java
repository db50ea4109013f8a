package dev.echospec.tap;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a report tells of a {@link TapEvent}; the components are the properties in files.
 *
 * @param millis since the relay began
 * @param on number of the connection, from 0
 * @param side whose doing
 * @param did what
 * @param bytes how many; 0 unless they were sent
 * @param hex the first of them, in pairs of hex digits
 */
public record SeenEvent(
    double millis, int on, Side side, TapEvent.Kind did, int bytes, String hex) {
  /** Bytes of a piece that are kept. */
  private static final int KEPT = 16;

  /**
   * Refuses what no relay has seen.
   *
   * @throws IllegalArgumentException if a component is missing or is not what it says
   */
  public SeenEvent {
    if (side == null || did == null || hex == null || !hex.matches("([0-9a-f]{2}){0,64}")) {
      throw new IllegalArgumentException("an event of a dialogue is not complete");
    }
  }

  /** Shortens an event. */
  public static SeenEvent of(TapEvent event) {
    byte[] bytes = event.bytes();
    return new SeenEvent(
        event.at().toNanos() / 1000 / 1e3,
        event.connection(),
        event.side(),
        event.kind(),
        bytes.length,
        HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(KEPT, bytes.length))));
  }
}
