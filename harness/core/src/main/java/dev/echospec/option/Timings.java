package dev.echospec.option;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How long cases or members took in an earlier run, in milliseconds.
 *
 * @param millis by id or name; may be empty
 */
public record Timings(Map<String, Long> millis) {
  /** Copies the map. */
  public Timings {
    millis = Map.copyOf(millis);
  }

  /** Returns timings of nothing: all take equally long. */
  public static Timings none() {
    return new Timings(Map.of());
  }

  /** Returns how long each of these takes; one that is not known takes as long as the average. */
  public List<Long> of(Collection<String> names) {
    long average =
        (long)
            names.stream().filter(millis::containsKey).mapToLong(millis::get).average().orElse(1);
    return names.stream().map(name -> millis.getOrDefault(name, average)).toList();
  }
}
