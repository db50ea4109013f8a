package dev.echospec.suite;

import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Unspecified behaviour, recorded for comparison and never judged. */
public final class BehaviourCases implements Scalable {
  private static final String OPEN = "nothing prescribes it";
  private static final String NO_NEED = "Nothing need be fixed.";

  /** Target duration of a repeated measurement. */
  private static final long ENOUGH = Duration.ofMillis(600).toNanos();

  private static final Duration CONNECT = Duration.ofSeconds(8);
  private static final int READS = 15;
  private static final int LONGEST_READ = 64 << 10;
  private static final int ENDS = 9;
  private static final int IDLE_MILLIS = 2000;
  private static final int LONG_IDLE_MILLIS = 90_000;
  private static final Payload GREETING = Payload.of("Hello World!");

  private static final int ROUNDS = 4;
  private static final long SAMPLE = Duration.ofMillis(100).toNanos();
  private static final int FEWEST_TRIPS = 10;
  private static final int MOST_TRIPS = 1000;
  private static final long FEWEST_BYTES = 1 << 20;
  private static final long MOST_BYTES = 32 << 20;

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "behaviour/read-size",
      level = Level.INFO,
      rule =
          "How much of a long message comes back at first, which is what the server seems to read at"
              + " once.",
      why =
          "It tells where characters and lines are cut. The network may join and cut what the server"
              + " writes, so it is only what it looks like from here.",
      fix = NO_NEED,
      source = OPEN,
      cost = 1000)
  void readSize(Wire wire) {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, new Payload.Generated(3, LONGEST_READ, Alphabet.ASCII)),
            new Step.Read(0, 1),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));
    Map<Long, Integer> times = new HashMap<>();
    long began = System.nanoTime();
    for (int i = 0; i < READS && (i == 0 || System.nanoTime() - began < ENOUGH); i++) {
      Optional<Event.Got> got =
          wire.observe(script, CONNECT).flatMap(seen -> seen.first(Event.Got.class, 0));
      if (got.isEmpty()) {
        return;
      }
      times.merge(got.get().total(), 1, Integer::sum);
    }
    int most = Collections.max(times.values());
    long size =
        Collections.min(
            times.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .toList());
    int all = times.values().stream().mapToInt(Integer::intValue).sum();
    wire.record(
        size
            + (size == LONGEST_READ ? " bytes, all of it," : " bytes")
            + " of a long message come back at first, "
            + most
            + " times of "
            + all,
        new Figure("readSize", size, Figure.BYTES));
  }

  @Case(
      id = "behaviour/end",
      level = Level.INFO,
      rule = "How soon the stream ends behind the client's half-close, and how.",
      why = "A client that waits for the end of stream waits this long in each conversation.",
      fix = NO_NEED,
      source = OPEN,
      cost = 1000)
  void end(Wire wire) {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, GREETING),
            new Step.Read(0, Step.EVERYTHING),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));
    List<Duration> took = new ArrayList<>();
    int resets = 0;
    long began = System.nanoTime();
    for (int i = 0; i < ENDS && (i == 0 || System.nanoTime() - began < ENOUGH); i++) {
      Optional<Transcript> seen = wire.observe(script, CONNECT);
      Optional<Duration> end = seen.flatMap(BehaviourCases::end);
      if (end.isEmpty()) {
        return;
      }
      took.add(end.get());
      resets += seen.get().first(Event.WasReset.class, 0).isPresent() ? 1 : 0;
    }
    Duration median = median(took);
    wire.record(
        String.format(
            Locale.ROOT,
            "ends the stream %.2f ms behind the client's half-close, %s",
            median.toNanos() / 1e6,
            resets == 0
                ? "in an orderly way"
                : "with a reset " + resets + " times of " + took.size()),
        new Figure("endOfStream", median.toNanos() / 1000, "µs"),
        new Figure("resets", resets, "conversations"));
  }

  /** From the last byte to the end. */
  private static Optional<Duration> end(Transcript seen) {
    Optional<Duration> last = lastGot(seen).map(Event.Got::at);
    Optional<Duration> end =
        seen.first(Event.EndOfStream.class, 0)
            .map(Event::at)
            .or(() -> seen.first(Event.WasReset.class, 0).map(Event::at));
    return last.flatMap(from -> end.map(to -> to.minus(from)));
  }

  private static Optional<Event.Got> lastGot(Transcript seen) {
    Event.Got last = null;
    for (Event event : seen.events()) {
      if (event instanceof Event.Got got && event.connection() == 0) {
        last = got;
      }
    }
    return Optional.ofNullable(last);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  @Case(
      id = "behaviour/idle",
      level = Level.INFO,
      rule =
          "Whether the server ends a connection on which nothing happens: within 2 seconds, in a"
              + " thorough run 90.",
      why = "Who keeps connections for later has to know for how long they are kept.",
      fix = NO_NEED,
      source = OPEN,
      cost = 1000,
      sideBySide = true)
  void idle(Wire wire) {
    int millis = effort.thorough() ? LONG_IDLE_MILLIS : IDLE_MILLIS;
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, GREETING),
            new Step.Read(0, Step.EVERYTHING),
            new Step.Pause(millis),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));
    int pause = 3;
    Optional<Transcript> seen = wire.observe(script, CONNECT);
    if (seen.flatMap(BehaviourCases::lastGot).isEmpty()) {
      return;
    }
    Optional<Event> ended =
        seen.get().events().stream()
            .filter(e -> e instanceof Event.EndOfStream || e instanceof Event.WasReset)
            .findFirst()
            .filter(event -> event.step() <= pause);
    long limit =
        ended
            .map(end -> end.at().minus(lastGot(seen.get()).orElseThrow().at()).toMillis())
            .map(after -> Math.max(1, after))
            .orElse(0L);
    wire.record(
        limit > 0
            ? "ends a connection after " + limit + " ms without a byte"
            : "keeps a connection for " + millis / 1000 + " s without a byte, or longer",
        new Figure("idleLimit", limit, "ms"));
  }

  @Case(
      id = "behaviour/round-trips",
      level = Level.INFO,
      rule =
          "How many short messages come back a second, each sent when the one before is back, held"
              + " against the reference server here and now.",
      why = "The figure of one machine says little; against a known server it can be compared.",
      fix = NO_NEED,
      source = OPEN,
      cost = 1000)
  void roundTrips(Wire wire) {
    Script few = pingPong(FEWEST_TRIPS);
    Optional<Duration> first = wire.observe(few, CONNECT).flatMap(seen -> time(seen, few.bytes()));
    if (first.isEmpty()) {
      return;
    }
    int trips = (int) scaled(FEWEST_TRIPS, first.get(), MOST_TRIPS);
    compare(wire, pingPong(trips), Optional.empty())
        .ifPresent(
            both ->
                wire.record(
                    String.format(
                        Locale.ROOT,
                        "makes %.0f round trips a second, %d%% of what the reference server makes"
                            + " inside the kit",
                        trips / seconds(both.here()),
                        both.percent()),
                    new Figure("roundTrips", both.percent(), "%")));
  }

  private static Script pingPong(int trips) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    for (int i = 0; i < trips; i++) {
      steps.add(new Step.Send(0, GREETING));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    return new Script(steps);
  }

  @Case(
      id = "behaviour/throughput",
      level = Level.INFO,
      rule =
          "How many bytes come back a second while they are sent, held against the reference server"
              + " here and now.",
      why = "The figure of one machine says little; against a known server it can be compared.",
      fix = NO_NEED,
      source = OPEN,
      cost = 1000)
  void throughput(Wire wire) {
    Optional<Duration> little =
        wire.observe(stream(FEWEST_BYTES), CONNECT).flatMap(seen -> time(seen, FEWEST_BYTES));
    if (little.isEmpty()) {
      return;
    }
    long bytes = scaled(FEWEST_BYTES, little.get(), MOST_BYTES);
    compare(wire, stream(bytes), little.filter(took -> bytes == FEWEST_BYTES))
        .ifPresent(
            both ->
                wire.record(
                    String.format(
                        Locale.ROOT,
                        "echoes %.1f MB a second, %d%% of what the reference server does inside the"
                            + " kit",
                        bytes / 1e6 / seconds(both.here()),
                        both.percent()),
                    new Figure("throughput", both.percent(), "%")));
  }

  private static Script stream(long bytes) {
    return Script.conversation(new Payload.Generated(4, bytes, Alphabet.ASCII));
  }

  /** Returns a number of repetitions that takes about a {@link #SAMPLE}. */
  private static long scaled(long few, Duration took, long most) {
    double wanted = (double) few * SAMPLE / Math.max(1, took.toNanos());
    return Math.max(few, Math.min(most, (long) wanted));
  }

  private static double seconds(Duration duration) {
    return Math.max(1, duration.toNanos()) / 1e9;
  }

  /** Best times of the same script on the server and on the reference server. */
  private record Both(Duration here, Duration reference) {
    long percent() {
      return Math.round(100.0 * reference.toNanos() / Math.max(1, here.toNanos()));
    }
  }

  /**
   * They are played in turns, and the best of a few counts: other load of the machine slows some
   * down and makes none faster.
   *
   * @param first time that the script has taken on the server before; empty if it was not played
   */
  private static Optional<Both> compare(Wire wire, Script script, Optional<Duration> first) {
    List<Duration> here = new ArrayList<>(first.stream().toList());
    List<Duration> reference = new ArrayList<>();
    long began = System.nanoTime() - first.map(Duration::toNanos).orElse(0L);
    for (int i = 0; i < ROUNDS && (i == 0 || System.nanoTime() - began < ENOUGH); i++) {
      // The second run benefits from warm caches and JIT-compiled code.
      if (i % 2 == 0 && (here.isEmpty() || System.nanoTime() - began < ENOUGH)) {
        wire.observe(script, CONNECT).flatMap(s -> time(s, script.bytes())).ifPresent(here::add);
      }
      wire.observeReference(script).flatMap(s -> time(s, script.bytes())).ifPresent(reference::add);
      if (i % 2 == 1) {
        wire.observe(script, CONNECT).flatMap(s -> time(s, script.bytes())).ifPresent(here::add);
      }
    }
    return here.isEmpty() || reference.isEmpty()
        ? Optional.empty()
        : Optional.of(new Both(Collections.min(here), Collections.min(reference)));
  }

  /**
   * Returns the time from the connect to the last byte; empty if not all came.
   *
   * @param bytes of the script; more were sent if it had to keep clear of something
   */
  private static Optional<Duration> time(Transcript seen, long bytes) {
    long sent = seen.received(0).sent();
    Optional<Event.Got> last = lastGot(seen).filter(got -> got.total() == sent && sent >= bytes);
    return last.flatMap(
        got -> seen.first(Event.Connected.class, 0).map(c -> got.at().minus(c.at())));
  }
}
