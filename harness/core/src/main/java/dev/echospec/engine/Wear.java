package dev.echospec.engine;

import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.util.Optional;
import java.util.function.IntSupplier;

/** How many connections a server has had since its start, and how many it can have. */
final class Wear {
  /** Connections of the probe that follows a script. */
  private static final int RESERVE = 3;

  /** A server that has had no more is as good as new: the probe that follows a start takes some. */
  private static final int NEW = 3;

  /** Searches for what wears the server out that may be in vain: it may be chance. */
  private static final int MOST_LOOKS = 2;

  private final IntSupplier probed;
  private int played;
  private int servedBefore;
  private int most = Integer.MAX_VALUE;
  private int looks;
  private boolean renewed;

  /**
   * Knows of no limit.
   *
   * @param probed returns the connections of probes since the start
   */
  Wear(IntSupplier probed) {
    this.probed = probed;
  }

  /** Notes a start, before the count of probes begins anew. */
  void started() {
    servedBefore = served();
    played = 0;
  }

  /** Counts the connections of a script that came about. */
  void played(Transcript seen) {
    played += (int) seen.events().stream().filter(Event.Connected.class::isInstance).count();
  }

  /** Returns how many connections the server has had since its start, but for those kept open. */
  int served() {
    return played + probed.getAsInt();
  }

  /** Returns how many connections the server had between its latest two starts. */
  int servedBefore() {
    return servedBefore;
  }

  /** Notes that a case begins. */
  void caseBegins() {
    renewed = false;
  }

  /** Notes that the server was started again before it was worn out. */
  void renewed() {
    renewed = true;
  }

  /** Returns what the case has kept clear of by that, in words. */
  Optional<String> avoided() {
    return Optional.of("more than " + (most - 1) + " connections since the start of the server")
        .filter(words -> renewed);
  }

  /** Notes that the server was worn out by a number of connections: the least counts. */
  void wornOutBy(int connections) {
    most = Math.min(most, connections);
  }

  /**
   * Returns whether the limit explains why the server had to be started again: one that had not
   * half as many connections has another fault. The limit may have been a little lower.
   */
  boolean explainsEnd() {
    boolean explains = isKnown() && servedBefore >= most / 2;
    if (explains) {
      wornOutBy(servedBefore);
    }
    return explains;
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

  /** Returns whether a script wears the server out, however new it is. */
  boolean isWornOutBy(Script script) {
    return isKnown() && script.connections() + NEW + RESERVE > most;
  }

  /** Returns whether a script may wear the server out, which is not as good as new. */
  boolean isDue(Script next) {
    return isKnown() && served() > NEW && served() + next.connections() + RESERVE > most;
  }
}
