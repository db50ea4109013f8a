package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Long-lived connections. If the server accepts many, two are kept open during all other cases at
 * no cost in time, and these cases, which come last, judge them; if it accepts only one at a time,
 * these cases take the time themselves.
 */
public class LifetimeCases implements Scalable {
  /** How long a sequential server is occupied, in milliseconds. */
  private static final int BRIEF_MILLIS = 2500;

  private static final int THOROUGH_MILLIS = 10_000;

  /** Interval of messages on a connection in use while nothing else is played. */
  private static final int BETWEEN_USES_MILLIS = 400;

  /** Losses that take longer than this to show are not played by themselves. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Losses that took no longer than this are played again to measure exactly when they come. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  /** Added to the time that a loss took to show, as a margin for its replay. */
  private static final int MARGIN_MILLIS = 300;

  /** More are not said at once to see whether their number is the reason of a loss. */
  private static final int MOST_MESSAGES = 200;

  /** A server may give up connections that were idle for this long. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final String KEPT =
      " One connection is kept through the whole run, at least 6 s; where the server serves one"
          + " client at a time, it is kept for 2.5 s, with --thorough for 10 s.";

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "lifetime/kept-idle",
      rule =
          "A connection on which nothing is sent stays open, and serves when it is used again."
              + KEPT,
      why = "People go away from their terminals, and programs keep connections for later.",
      fix = "Set no read time-out, or one of several minutes.",
      source =
          "the tutorial: recv blocks until something comes; RFC 5382 lets no NAT be as impatient",
      cost = 1000)
  void keptIdle(Wire wire) {
    judge(false, wire);
  }

  @Case(
      id = "lifetime/kept-in-use",
      rule = "A connection that is used now and then stays open, however old it is." + KEPT,
      why = "Clients keep their connections for as long as they have something to say.",
      fix = "Set no deadline for a connection as a whole: a time-out counts from the latest byte.",
      source = "the tutorial: while True around recv",
      cost = 1000)
  void keptInUse(Wire wire) {
    judge(true, wire);
  }

  private void judge(boolean inUse, Wire wire) {
    Optional<Kept> kept = wire.kept(inUse);
    if (kept.isEmpty()) {
      int millis = effort.thorough() ? THOROUGH_MILLIS : BRIEF_MILLIS;
      wire.converse(lasting(inUse, millis, true));
      wire.record("one connection was kept for " + seconds(Duration.ofMillis(millis)));
      return;
    }
    String how =
        inUse
            ? "a connection was used " + kept.get().uses() + " times in "
            : "a connection was idle for ";
    wire.record(how + seconds(kept.get().age()));
    if (kept.get().lost().isPresent()) {
      Kept.Loss loss = kept.get().lost().get();
      if (loss.used()) {
        // What it was sent, or how often, may be the reason, however young a connection is.
        wire.check(saying(Math.min(MOST_MESSAGES, kept.get().uses() + 1)), Law.ECHO);
      }
      lost(inUse, loss, wire);
    } else if (!kept.get().wasAnswered()) {
      wire.leaveOpen("the server answers nothing on an open connection, which another case shows");
    }
  }

  /** Leaves it open if the server keeps a connection by itself that it lost during other cases. */
  private static void lost(boolean inUse, Kept.Loss loss, Wire wire) {
    if (!inUse && loss.quiet().compareTo(IDLE) >= 0) {
      wire.record("an idle connection was ended after " + seconds(loss.quiet()) + " at most");
      return;
    }
    if (inUse && loss.quiet().toMillis() > 2L * BETWEEN_USES_MILLIS) {
      // A long try left it idle: only by itself is it really in use.
      Duration time = loss.age().compareTo(QUICK) < 0 ? loss.age() : QUICK;
      wire.check(lasting(true, (int) time.toMillis() + MARGIN_MILLIS, false), Law.ECHO);
      wire.record("a connection that was used all the while was kept for " + seconds(time));
      return;
    }
    if (loss.age().compareTo(LONGEST) > 0) {
      wire.leaveOpen(
          "a connection was lost "
              + seconds(loss.age())
              + " after it was opened, or sooner:"
              + " too long to be played by itself");
      return;
    }
    int millis = (int) loss.age().toMillis() + MARGIN_MILLIS;
    if (loss.age().compareTo(QUICK) <= 0) {
      millis =
          wire.observe(lasting(inUse, millis, false), LONGEST)
              .flatMap(LifetimeCases::end)
              .map(end -> (int) end.toMillis() + MARGIN_MILLIS)
              .orElse(millis);
    }
    wire.check(lasting(inUse, millis, false), Law.ECHO);
    wire.leaveOpen(
        "a connection was lost within "
            + seconds(loss.age())
            + " beside other cases, but not when it was alone");
  }

  /** Returns how long after its connect the server ended the connection. */
  private static Optional<Duration> end(Transcript seen) {
    Duration connected = seen.first(Event.Connected.class, 0).map(Event::at).orElse(Duration.ZERO);
    return seen.events().stream()
        .filter(e -> e instanceof Event.EndOfStream || e instanceof Event.WasReset)
        .findFirst()
        .map(end -> end.at().minus(connected));
  }

  private static Script saying(int messages) {
    ScriptBuilder script = new ScriptBuilder().connect(0);
    for (int i = 0; i < messages; i++) {
      script.send(0, Kept.MESSAGE).readAll(0);
    }
    return script.build();
  }

  /** Returns a script that keeps a connection for some milliseconds and then uses it. */
  private static Script lasting(boolean inUse, int millis, boolean ended) {
    ScriptBuilder script = new ScriptBuilder().connect(0);
    int left = millis;
    while (left > 0) {
      int pause = inUse ? Math.min(left, BETWEEN_USES_MILLIS) : left;
      if (inUse) {
        script.send(0, Kept.MESSAGE).readAll(0);
      }
      script.pause(pause);
      left -= pause;
    }
    script.send(0, Kept.MESSAGE).readAll(0);
    return ended ? script.halfClose(0).readToEnd(0).build() : script.build();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
