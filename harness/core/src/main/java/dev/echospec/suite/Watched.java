package dev.echospec.suite;

import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A script that was played while the memory of the server was measured.
 *
 * @param script what was played
 * @param transcript what was seen
 * @param memory resident bytes of the server as each step began; empty if they cannot be counted
 * @param machine bytes of memory of the server's machine, 0 if not known
 */
public record Watched(Script script, Transcript transcript, List<Long> memory, long machine) {
  /** Copies the list. */
  public Watched {
    memory = List.copyOf(memory);
  }

  /** True if the memory was counted before every step: no play was cut short. */
  boolean isWhole() {
    return memory.size() == script.steps().size();
  }

  /**
   * Returns the memory as each step of that kind began, in order; empty if it cannot be counted.
   *
   * @param kind a kind of step
   */
  public List<Long> memoryBefore(Class<? extends Step> kind) {
    return IntStream.range(0, memory.size())
        .filter(i -> kind.isInstance(script.steps().get(i)))
        .mapToObj(memory::get)
        .toList();
  }
}
