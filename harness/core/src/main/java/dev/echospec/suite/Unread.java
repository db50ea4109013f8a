package dev.echospec.suite;

import dev.echospec.play.Event;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server takes from a client that writes and does not read.
 *
 * @param seen the play: write, wait, then read everything
 * @param taken bytes until the client began to read
 * @param offered bytes that the client had for it
 * @param stalled whether no more was being taken
 */
record Unread(Watched seen, long taken, long offered, boolean stalled) {
  /** For quick servers, for slow ones, and for those that are very slow. */
  private static final int[] PAUSES_MILLIS = {1000, 3000, 9000};

  /**
   * Offers ever more until the server stops taking it. What is beyond any buffers of a correct
   * server costs time only with one that is not.
   *
   * @param wire to the server
   * @param first how many bytes to offer first
   * @param most how many to offer when all of those are taken
   * @return what was seen last; empty if nothing could be played
   */
  static Optional<Unread> measure(Wire wire, long first, long most) {
    Optional<Unread> small = patiently(wire, first);
    return small.isPresent() && small.get().isAll() ? patiently(wire, most).or(() -> small) : small;
  }

  private static Optional<Unread> patiently(Wire wire, long offered) {
    Optional<Unread> latest = Optional.empty();
    for (int pause : PAUSES_MILLIS) {
      Optional<Unread> unread =
          wire.watch(script(offered, pause)).map(seen -> of(seen, offered, pause));
      if (unread.isEmpty()) {
        return latest;
      }
      latest = unread;
      if (unread.get().isAll() || unread.get().stalled()) {
        return latest;
      }
    }
    return latest;
  }

  private static Script script(long offered, int pauseMillis) {
    return Script.of(
        new Step.Connect(0),
        new Step.StopReading(0),
        new Step.Send(0, new Payload.Generated(1, offered, Alphabet.ANY)),
        new Step.Pause(pauseMillis),
        new Step.ResumeReading(0),
        new Step.HalfClose(0),
        new Step.ReadToEnd(0));
  }

  private static Unread of(Watched seen, long offered, int pauseMillis) {
    // Stalled means idle for four fifths of the pause. A shorter gap may be scheduling noise, and a
    // longer pause decides; on a busy machine a server that queues without bound was idle for half.
    Duration quiet = Duration.ofMillis(pauseMillis * 4L / 5);
    return seen.transcript()
        .first(Event.Stalled.class, 0)
        .map(s -> new Unread(seen, s.total(), offered, s.quiet().compareTo(quiet) >= 0))
        .orElse(new Unread(seen, offered, offered, false));
  }

  /** Whether the server took all that there was: it may have no bound. */
  boolean isAll() {
    return taken == offered;
  }

  /** By how much the server's memory grew until the client began to read; 0 if not known. */
  long growth() {
    return seen.memoryBefore(Step.ResumeReading.class).stream()
        .mapToLong(memory -> memory - seen.memory().get(0))
        .max()
        .orElse(0);
  }

  /** In words, for a sentence. */
  String amount() {
    return Figure.mebibytes(taken)
        + (isAll() ? ", all that was offered," : stalled ? "" : " and was still reading");
  }
}
