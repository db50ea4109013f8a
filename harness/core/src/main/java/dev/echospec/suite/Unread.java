package dev.echospec.suite;

import dev.echospec.play.Event;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * How many bytes a server accepts from a client that writes and does not read.
 *
 * @param seen the play: write, wait, then read everything
 * @param taken bytes that the server accepted before the client began to read
 * @param offered bytes that the client tried to send
 * @param stalled true if the server had stopped accepting
 */
record Unread(Watched seen, long taken, long offered, boolean stalled) {
  /**
   * Pauses in milliseconds: a longer one decides where the server still read during a shorter one.
   */
  private static final int[] PAUSES_MILLIS = {1000, 3000, 9000};

  /**
   * Offers more and more until the server stops accepting. A correct server stops early, so that
   * large offers cost time only with a faulty one.
   *
   * @param first bytes of the first offer
   * @param most bytes of the offer when all of those are accepted
   * @param patiently false for a server so slow that it still reads after any pause
   * @return the last observation; empty if nothing could be played
   */
  static Optional<Unread> measure(Wire wire, long first, long most, boolean patiently) {
    int pauses = patiently ? PAUSES_MILLIS.length : 1;
    Optional<Unread> small = offered(wire, first, pauses);
    return small.isPresent() && small.get().isAll() && most > first
        ? offered(wire, most, pauses).or(() -> small)
        : small;
  }

  private static Optional<Unread> offered(Wire wire, long offered, int pauses) {
    Optional<Unread> latest = Optional.empty();
    for (int i = 0; i < pauses; i++) {
      int pause = PAUSES_MILLIS[i];
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

  /** True if the server accepted all of it: its queue may have no bound. */
  boolean isAll() {
    return taken == offered;
  }

  /** Returns the growth of the server's memory until the client began to read; 0 if not known. */
  long growth() {
    return seen.memoryBefore(Step.ResumeReading.class).stream()
        .mapToLong(memory -> memory - seen.memory().get(0))
        .max()
        .orElse(0);
  }

  /** Returns the observation in words, for a sentence. */
  String amount() {
    return Figure.mebibytes(taken)
        + (isAll() ? ", all that was offered," : stalled ? "" : " and was still reading");
  }
}
