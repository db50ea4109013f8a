package dev.echospec.engine;

/** How many connections a server has had since its start, and how many it can have. */
final class Wear {
  /** Connections of the probe that follows a script, and those that are kept open beside it. */
  private static final int RESERVE = 3 + KeptConnections.COUNT;

  /** A server that has had fewer is as good as new: a start and the first probes take some. */
  private static final int NEW = 10;

  private int played;
  private int beforeStart;
  private int most = Integer.MAX_VALUE;

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

  /** Returns whether the server is known to wear out. */
  boolean isKnown() {
    return most < Integer.MAX_VALUE;
  }

  /** Returns whether so many connections wear it out, however new it is. */
  boolean isWornOutBy(int connections) {
    return isKnown() && connections + NEW + RESERVE > most;
  }

  /**
   * Returns whether a script would wear the server out, and would not once it is started again.
   *
   * @param served connections since the start
   * @param next connections of the script
   */
  boolean isDue(int served, int next) {
    return isKnown() && served > NEW && served + next + RESERVE > most && !isWornOutBy(next);
  }
}
