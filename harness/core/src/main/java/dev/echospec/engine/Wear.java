package dev.echospec.engine;

/** How many connections a server has had since its start, and how many it can have. */
final class Wear {
  /** Connections of the probe that follows a script. */
  private static final int RESERVE = 3;

  /** A server that has had no more is as good as new: the probe that follows a start takes some. */
  private static final int NEW = 3;

  /** Searches for what wears the server out that may be in vain: it may be chance. */
  private static final int MOST_LOOKS = 2;

  private int played;
  private int beforeStart;
  private int most = Integer.MAX_VALUE;
  private int looks;

  /**
   * Notes a start.
   *
   * @param served connections between the start before and this one
   */
  void started(int served) {
    beforeStart = served;
    played = 0;
  }

  /** Notes connections of a script. */
  void played(int connections) {
    played += connections;
  }

  /** Returns the connections of scripts since the latest start. */
  int played() {
    return played;
  }

  /** Returns how many connections the server had between the latest two starts. */
  int beforeStart() {
    return beforeStart;
  }

  /** Notes that the server was worn out by a number of connections: the least counts. */
  void wornOutBy(int connections) {
    most = Math.min(most, connections);
  }

  /** Forgets the limit: the server has survived more. */
  void forget() {
    most = Integer.MAX_VALUE;
  }

  /** Counts a search for what wears the server out; returns false if there were enough. */
  boolean mayLook() {
    return looks++ < MOST_LOOKS;
  }

  /** Returns whether the server is known to wear out. */
  boolean isKnown() {
    return most < Integer.MAX_VALUE;
  }

  /** Returns whether so many connections wear it out, however new it is. */
  boolean isWornOutBy(int connections) {
    return isKnown() && connections + NEW + RESERVE > most;
  }

  /**
   * Returns whether a script may wear the server out, which is not as good as new.
   *
   * @param served connections since the start
   * @param next connections of the script
   */
  boolean isDue(int served, int next) {
    return isKnown() && served > NEW && served + next + RESERVE > most;
  }
}
