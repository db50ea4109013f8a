package dev.echospec.suite;

/**
 * How much a run is asked, and able, to do.
 *
 * @param thorough whether time matters less than what is found
 * @param connections how many may be open at once from here, 1 or more
 */
public record Effort(boolean thorough, int connections) {
  /** The most connections that one script may open to a server whose owner was not asked. */
  public static final int LIGHT = 128;

  /** What a section works with unless it is told otherwise. */
  public static final Effort ORDINARY = new Effort(false, Integer.MAX_VALUE);
}
