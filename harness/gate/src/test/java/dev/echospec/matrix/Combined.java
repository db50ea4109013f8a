package dev.echospec.matrix;

import java.util.List;

/**
 * What a user's run of all cases told of a server with several faults.
 *
 * @param faults the names of the faults, joined by " + "
 * @param planted number of faults
 * @param missed those that no reported conversation shows alone
 * @param reports number of faults that the run reported
 * @param millis duration of the run
 */
record Combined(String faults, int planted, List<String> missed, int reports, long millis) {
  /** Returns how many of the faults a report shows alone. */
  int shown() {
    return planted - missed.size();
  }

  /** True if there is at most one report more than there are faults. */
  boolean isBrief() {
    return reports <= planted + 1;
  }
}
