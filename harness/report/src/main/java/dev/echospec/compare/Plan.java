package dev.echospec.compare;

import dev.echospec.engine.ConformanceRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a fleet is run.
 *
 * @param kit the command that runs the kit, to which a member's arguments are added
 * @param options of verify that are the same for all members
 * @param clientOptions likewise of client
 * @param folder of the comparison's report, which must exist; absolute
 * @param jobs how many members run at once, at most; 1 or more
 * @param meeting how long a member may take until its run announces its bound; containers, which
 *     have to be made first, get {@link #MAKING} more
 * @param grace how much longer than the bound that it announced a member's run may take
 * @param patience that the user set, if any
 * @param part what of the fleet is run
 * @param recorder keeps what was said in pairs that fail
 */
public record Plan(
    List<String> kit,
    List<String> options,
    List<String> clientOptions,
    Path folder,
    int jobs,
    Duration meeting,
    Duration grace,
    Optional<Duration> patience,
    Part part,
    PairRecorder recorder) {
  /** What it may take to build an image or to fetch one. */
  public static final Duration MAKING = Duration.ofMinutes(20);

  /** What the start of a run and of its target may take on a busy machine, before they meet. */
  private static final Duration STARTING = Duration.ofMinutes(2);

  /**
   * A run ends inside its bound by itself, its report written; this is for what is not its own: the
   * end of a virtual machine on a busy machine.
   */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** Copies the lists. */
  public Plan {
    kit = List.copyOf(kit);
    options = List.copyOf(options);
    clientOptions = List.copyOf(clientOptions);
  }

  /**
   * With the usual limits.
   *
   * @param kit as above
   * @param options as above
   * @param clientOptions as above
   * @param folder as above
   * @param jobs as above
   * @param patience that the members are told; empty if they measure it
   * @param part as above
   * @param recorder as above
   */
  public Plan(
      List<String> kit,
      List<String> options,
      List<String> clientOptions,
      Path folder,
      int jobs,
      Optional<Duration> patience,
      Part part,
      PairRecorder recorder) {
    this(
        kit,
        options,
        clientOptions,
        folder,
        jobs,
        STARTING.plus(ConformanceRun.meeting(patience)),
        GRACE,
        patience,
        part,
        recorder);
  }
}
