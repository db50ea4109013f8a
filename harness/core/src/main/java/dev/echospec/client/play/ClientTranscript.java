package dev.echospec.client.play;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of one run of a client.
 *
 * @param conversations its connections, in the order in which they were accepted
 * @param status its exit status; empty if the kit had to end it, or cannot know
 * @param wasEnded true if the client had not ended by itself when the patience was over
 * @param stdout what it printed
 * @param stderr the last of what it printed to its standard error, empty if that cannot be seen
 * @param elapsed duration of the run
 * @param silence time since the last thing that the server or the client had done, when the kit
 *     ended it; the whole time if it was never silent; zero if it ended by itself
 * @param processorTime that it used in the second half of the silence, or in all of the run if
 *     there was none; empty if it ended by itself, or where it is not known
 */
public record ClientTranscript(
    List<Conversation> conversations,
    Optional<Integer> status,
    boolean wasEnded,
    Captured stdout,
    Optional<String> stderr,
    Duration elapsed,
    Duration silence,
    Optional<Duration> processorTime) {
  /** Exit status that means "not supported", if the client knows it. */
  public static final int UNSUPPORTED = 127;

  /** Copies the list. */
  public ClientTranscript {
    conversations = List.copyOf(conversations);
  }

  /** Returns the last line that it printed to its standard error; empty if there is none. */
  public Optional<String> lastLine() {
    return stderr
        .orElse("")
        .lines()
        .filter(line -> !line.isBlank())
        .map(String::strip)
        .reduce((before, last) -> last);
  }

  /** Returns the connection on which most was said; empty if the client never connected. */
  public Optional<Conversation> main() {
    Conversation main = null;
    for (Conversation one : conversations) {
      if (main == null || one.total() > main.total() || one.answered() > main.answered()) {
        main = one;
      }
    }
    return Optional.ofNullable(main);
  }
}
