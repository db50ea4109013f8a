package dev.echospec.cli;

import dev.echospec.engine.Settings;
import dev.echospec.option.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cases run, how often each is tried, and from which seed. */
final class CaseOptions {
  @Option(
      names = "--case",
      paramLabel = "GLOB",
      description = "Only cases that match, such as 'close/*'. May be repeated.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "No cases that match. May be repeated.")
  private List<String> exclude = List.of();

  @Option(
      names = "--tries",
      paramLabel = "N",
      converter = OptionConverter.Tries.class,
      description =
          "Tries of a plain case; expensive ones get fewer (default: " + Settings.TRIES + ").")
  private int tries = Settings.TRIES;

  @Option(
      names = "--thorough",
      description =
          "Take more time: "
              + Settings.THOROUGH
              + " times the tries, and that much more time for each case; 1 GiB in flow/large, 10,000"
              + " clients in concurrent/many.")
  private boolean thorough;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = OptionConverter.Seed.class,
      description = "Of everything random, to repeat a run (default: a new one).")
  private @Nullable Long seed;

  /**
   * Returns the selection, of which the cases are not looked up yet.
   *
   * @param shard which part of the cases, from 1
   * @param shards how many parts there are
   * @throws IllegalArgumentException if there is no such part, or no case matches
   */
  Selection selection(int shard, int shards) {
    return new Selection(include, exclude, shard, shards);
  }

  /** Returns 1 or more. */
  int tries() {
    return tries;
  }

  boolean thorough() {
    return thorough;
  }

  /** The user's, or one that was drawn when this was asked first. */
  long seed() {
    if (seed == null) {
      seed = (long) ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
    return seed;
  }

  /** The same for the command line of another process. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--seed", Long.toString(seed())));
    include.forEach(glob -> words.addAll(List.of("--case", glob)));
    exclude.forEach(glob -> words.addAll(List.of("--exclude", glob)));
    words.addAll(List.of("--tries", Integer.toString(tries())));
    if (thorough) {
      words.add("--thorough");
    }
    return words;
  }
}
