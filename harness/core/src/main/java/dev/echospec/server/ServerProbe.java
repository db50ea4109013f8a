package dev.echospec.server;

import dev.echospec.play.Event;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Finds out, before any case runs, whether a server answers, in which style, and how fast. */
public final class ServerProbe {
  /** Bound of the time from a server's start to its first answer. */
  public static final Duration START = Duration.ofSeconds(20);

  /** Patience of the first dialogues, before the server's speed is known. */
  private static final Duration FIRST = Duration.ofSeconds(4);

  /** Until then a connection that ends without a byte counts as a proxy's, with the server down. */
  private static final Duration ACCEPTED_FOR_NOBODY = Duration.ofSeconds(8);

  /** Interval of {@link Target#obstacle}, which costs more than a connect. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int ROUND_TRIPS = 15;

  /** Later messages of a connection, enough to notice a stall at every third answer. */
  private static final int LATER = 12;

  /** Measurements of these, where the first was not {@link #SWIFT}. */
  private static final int MEASUREMENTS = 3;

  private static final Duration SWIFT = Duration.ofMillis(1);

  /** Length of a later message: more than the tutorial's server reads at once. */
  private static final int LATER_BYTES = 20;

  private static final int SURE = 4;
  private static final int LOSS_PLAYS = 16;
  private static final long MEASURING = TimeUnit.SECONDS.toNanos(2);

  /** Patiences that a dialogue which measures may last: one server that drips takes minutes. */
  private static final int PATIENCES = 3;

  private static final int TIMES_THE_WORST = 20;
  private static final int SEQUENTIAL_MILLIS = 250;
  private static final Payload BYTE = Payload.of("a");

  private final Target target;
  private final Player player;
  private final Optional<Duration> wanted;
  private final Duration start;
  private final Witness witness;

  /** Observes every conversation of the probe. */
  public interface Witness {
    /**
     * Returns what a correct server owes.
     *
     * @param sent what a client sends
     */
    byte[] owed(byte[] sent);

    /**
     * Receives a conversation after its end.
     *
     * @param script as it was played
     * @param seen its transcript
     */
    void saw(Script script, Transcript seen);

    /** Expects the same bytes and ignores the transcripts. */
    Witness NOBODY =
        new Witness() {
          @Override
          public byte[] owed(byte[] sent) {
            return sent;
          }

          @Override
          public void saw(Script script, Transcript seen) {}
        };
  }

  private Duration echo = Duration.ZERO;
  private Duration unanswered = Duration.ZERO;
  private boolean silent;

  /**
   * Makes a probe without a witness.
   *
   * @param target started
   * @param player plays the dialogues
   * @param wanted the patience that the user set, if any
   */
  public ServerProbe(Target target, Player player, Optional<Duration> wanted) {
    this(target, player, wanted, Witness.NOBODY);
  }

  /**
   * Makes a probe; nothing is played yet.
   *
   * @param target started
   * @param player plays the dialogues
   * @param wanted the patience that the user set, if any
   * @param witness observes each conversation
   */
  public ServerProbe(Target target, Player player, Optional<Duration> wanted, Witness witness) {
    this(target, player, wanted, START, witness);
  }

  /**
   * Makes a probe with another bound than {@link #START}.
   *
   * @param target started
   * @param player plays the dialogues
   * @param wanted the patience that the user set, if any
   * @param start bound of the time to the first answer
   */
  public ServerProbe(Target target, Player player, Optional<Duration> wanted, Duration start) {
    this(target, player, wanted, start, Witness.NOBODY);
  }

  private ServerProbe(
      Target target, Player player, Optional<Duration> wanted, Duration start, Witness witness) {
    this.witness = witness;
    this.target = target;
    this.player = player;
    this.wanted = wanted;
    this.start = start;
  }

  /**
   * Waits until the server answers, and finds its style.
   *
   * @return the simplest dialogue that it answers
   * @throws TargetException if the server ends, or does not listen within {@link #START}, or the
   *     player's time is up
   */
  public ResponseStyle meet() throws TargetException {
    return meet(SURE);
  }

  /**
   * Waits until a server answers that was met before and has been started again.
   *
   * @throws TargetException as {@link #meet}
   */
  public void meetAgain() throws TargetException {
    meet(1);
  }

  private ResponseStyle meet(int sure) throws TargetException {
    long began = System.nanoTime();
    InetSocketAddress address = target.address();
    Duration nextLook = LOOK;
    Script dialogue = Script.conversation(BYTE);
    boolean asked = false;
    while (true) {
      Optional<String> death = target.death();
      if (death.isPresent()) {
        String words = target.lastWords();
        throw new TargetException(
            "The server "
                + death.get()
                + " before it answered."
                + target.hint(words).map(hint -> " " + hint).orElse(""),
            words);
      }
      Transcript seen = play(dialogue, first());
      Duration since = Duration.ofNanos(System.nanoTime() - began);
      if (answers(seen)) {
        return hasNoEnd(seen) ? ResponseStyle.DRAINS : surely(dialogue, sure);
      }
      if (player.isOver()) {
        throw new TargetException("Time was up before the server answered.", target.lastWords());
      }
      boolean late = since.compareTo(start) > 0;
      if (late || since.compareTo(nextLook) > 0) {
        nextLook = since.plus(LOOK);
        Optional<String> obstacle = target.obstacle(late);
        if (obstacle.isPresent()) {
          throw new TargetException(obstacle.get(), target.lastWords());
        }
      }
      boolean connected = seen.first(Event.NotConnected.class, 0).isEmpty();
      if (connected && !hasNoEnd(seen) && !asked) {
        asked = true;
        ResponseStyle open = open();
        // A server that has come up behind a proxy meanwhile answers both.
        if (open != ResponseStyle.NEVER && !answers(play(dialogue, first()))) {
          return open;
        }
      }
      boolean byTheServer = target.isRelayed() ? late : since.compareTo(ACCEPTED_FOR_NOBODY) > 0;
      if (connected && (hasNoEnd(seen) || byTheServer)) {
        return open();
      }
      if (late) {
        throw new TargetException(
            "Nobody listened on "
                + address.getHostString()
                + ":"
                + address.getPort()
                + " within "
                + start.toSeconds()
                + " s: does the server listen on that port?",
            target.lastWords());
      }
      if (!connected) {
        target.lookElsewhere();
      }
      LockSupport.parkNanos(POLL);
    }
  }

  /**
   * Repeats the dialogue: a server that discards its output at a half-close sometimes wins that
   * race, and would later seem dead each time that it loses it.
   */
  private ResponseStyle surely(Script dialogue, int sure) {
    for (int i = 1; i < sure; i++) {
      if (!answers(play(dialogue, first()))) {
        ResponseStyle open = open();
        return open == ResponseStyle.NEVER ? ResponseStyle.DRAINS_AND_CLOSES : open;
      }
    }
    return ResponseStyle.DRAINS_AND_CLOSES;
  }

  private static boolean hasNoEnd(Transcript seen) {
    return seen.isCutShort() || seen.first(Event.GaveUp.class, 0).isPresent();
  }

  /** Finds what the server answers while the connection is open both ways. */
  private ResponseStyle open() {
    Patience half = Patience.of(first().answer().dividedBy(2));
    if (answers(play(dialogue("a"), half))) {
      return ResponseStyle.BEFORE_HALF_CLOSE;
    }
    return answers(play(dialogue("a\n"), half)) ? ResponseStyle.LINES : ResponseStyle.NEVER;
  }

  private static Script dialogue(String text) {
    return Script.of(
        new Step.Connect(0),
        new Step.Send(0, Payload.of(text)),
        new Step.Read(0, 1),
        new Step.HalfClose(0));
  }

  private static boolean answers(Transcript transcript) {
    return transcript.received(0).length() > 0;
  }

  /**
   * Returns the exchange that tells whether the server is alive.
   *
   * @param style what {@link #meet} found
   */
  public static Script probe(ResponseStyle style) {
    return style.fit(Script.conversation(Payload.of(style == ResponseStyle.LINES ? "a\n" : "a")));
  }

  /**
   * Plays {@link #probe(ResponseStyle)}. A server that closes without an answer may have lost it at
   * the half-close: it is asked once more without one.
   *
   * @param style what {@link #meet} found
   * @param patience bound of the answer
   * @return whether the server sent anything
   */
  public boolean answers(ResponseStyle style, Patience patience) {
    Transcript seen = play(probe(style), patience);
    return answers(seen)
        || style == ResponseStyle.DRAINS_AND_CLOSES
            && seen.first(Event.EndOfStream.class, 0).isPresent()
            && answers(play(dialogue("a"), patience));
  }

  /**
   * How often a server lost its answer to a client that half-closes behind its message.
   *
   * @param lost 2 or more
   * @param played number of conversations
   */
  public record HalfCloseLoss(int lost, int played) {
    private static final double DOUBT = 0.01;

    /** Returns how many conversations one must be lost in, but for one chance in a hundred. */
    public int plays() {
      double kept = 1 - (double) lost / (played + 1);
      return (int) Math.ceil(Math.log(DOUBT) / Math.log(kept));
    }
  }

  /**
   * Finds out whether a server that answered a half-close each time when it was met loses its
   * answers to some by chance, and none without a half-close.
   *
   * @param patience bound of each answer
   * @return how often it loses them; empty if it does not, or as well without a half-close
   */
  public Optional<HalfCloseLoss> lossAtHalfClose(Patience patience) {
    long until = System.nanoTime() + MEASURING;
    int lost = 0;
    int played = 0;
    while (played < LOSS_PLAYS && System.nanoTime() - until < 0) {
      lost += answers(play(probe(ResponseStyle.DRAINS_AND_CLOSES), patience)) ? 0 : 1;
      played++;
    }
    if (lost < 2) {
      return Optional.empty();
    }
    HalfCloseLoss loss = new HalfCloseLoss(lost, played);
    for (int i = 0; i < loss.plays(); i++) {
      if (!answers(play(dialogue("a"), patience))) {
        return Optional.empty();
      }
    }
    return Optional.of(loss);
  }

  /**
   * Measures some exchanges, until one goes unanswered.
   *
   * @param style what {@link #meet} found
   * @return the durations of those that were answered, or of the first one; the shortest first
   */
  public List<Duration> roundTrips(ResponseStyle style) {
    long until = System.nanoTime() + MEASURING;
    List<Duration> took = new ArrayList<>(ROUND_TRIPS);
    List<Duration> echoes = new ArrayList<>(ROUND_TRIPS);
    do {
      Transcript seen = play(probe(style), first());
      silent = !answers(seen);
      if (!silent || took.isEmpty()) {
        took.add(seen.elapsed());
        echoes.add(echo(seen).orElse(seen.elapsed()));
      }
    } while (!silent && took.size() < ROUND_TRIPS && System.nanoTime() - until < 0);
    took.sort(Comparator.naturalOrder());
    Duration first = echoes.stream().min(Comparator.naturalOrder()).orElseThrow();
    echo =
        (silent ? Optional.<Duration>empty() : later(style))
            .filter(each -> each.compareTo(first) > 0)
            .orElse(first);
    return took;
  }

  /** Returns whether {@link #roundTrips} ended because the server answered no more. */
  public boolean isSilent() {
    return silent;
  }

  /** The least of some measurements: a server that stalls does so in each, a busy machine not. */
  private Optional<Duration> later(ResponseStyle style) {
    Optional<Duration> least = measureLater(style);
    for (int i = 1;
        i < MEASUREMENTS && least.filter(took -> took.compareTo(SWIFT) > 0).isPresent();
        i++) {
      Duration before = least.get();
      least =
          measureLater(style)
              .filter(took -> took.compareTo(before) < 0)
              .or(() -> Optional.of(before));
    }
    return least;
  }

  /**
   * Measures later messages of a connection: where a server writes twice for a message, the second
   * write waits for a delayed acknowledgement. Empty where the server answers only at the end.
   */
  private Optional<Duration> measureLater(ResponseStyle style) {
    String end = style == ResponseStyle.LINES ? "\n" : "";
    List<Payload> messages = new ArrayList<>(List.of(Payload.of("a" + end)));
    messages.addAll(Collections.nCopies(LATER, Payload.of("a".repeat(LATER_BYTES) + end)));
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (Payload message : messages) {
      steps.add(new Step.Send(0, message));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    Script script = style.fit(new Script(steps));
    Transcript seen = measured(script);
    boolean whole = seen.received(0).length() == script.bytes();
    return whole && !hasNoEnd(seen) ? Optional.of(mean(betweenEchoes(seen))) : Optional.empty();
  }

  /** Returns the times between the first bytes of successive echoes. */
  private static List<Duration> betweenEchoes(Transcript seen) {
    TreeMap<Integer, Duration> firstBytes = new TreeMap<>();
    seen.events().stream()
        .filter(Event.Got.class::isInstance)
        .map(Event.Got.class::cast)
        .forEach(got -> firstBytes.putIfAbsent(got.step(), got.at()));
    List<Duration> between = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (Duration at : firstBytes.values()) {
      between.add(at.minus(before));
      before = at;
    }
    return between;
  }

  /**
   * Returns the mean without the longest: repeated stalls are the server's, a single one may be
   * this machine's.
   */
  private static Duration mean(List<Duration> durations) {
    int counted = Math.max(1, durations.size() - 1);
    return durations.stream()
        .sorted()
        .limit(counted)
        .reduce(Duration.ZERO, Duration::plus)
        .dividedBy(counted);
  }

  private static Optional<Duration> echo(Transcript seen) {
    return seen.first(Event.Got.class, 0)
        .flatMap(got -> seen.first(Event.Connected.class, 0).map(c -> got.at().minus(c.at())));
  }

  /**
   * Returns the time that the server takes to echo a message, as {@link #roundTrips} last measured
   * it.
   *
   * @return the shortest from a connect to the first byte, or the mean of later messages if that is
   *     more; the end of the stream may come later. Zero before {@link #roundTrips}
   */
  public Duration echo() {
    return echo;
  }

  /**
   * Returns the time that went into dialogues which the server did not end: it says how long the
   * probe waits, and not how slow the server is.
   */
  public Duration unanswered() {
    return unanswered;
  }

  /**
   * Derives how long the server may be silent while it owes something.
   *
   * @param roundTrips what was measured, the shortest first
   * @return what the user set, or 20 times the slowest round trip, at most 10 s and at least {@link
   *     Patience#FLOOR}
   */
  public Duration patience(List<Duration> roundTrips) {
    if (player.isOver()) {
      // The measurement was cut short.
      return firstPatience();
    }
    Duration worst = roundTrips.get(roundTrips.size() - 1).multipliedBy(TIMES_THE_WORST);
    Duration least = worst.compareTo(Patience.FLOOR) < 0 ? Patience.FLOOR : worst;
    return wanted.orElse(least.compareTo(LONGEST) > 0 ? LONGEST : least);
  }

  /** Returns the patience of each dialogue of {@link #meet}. */
  public Duration firstPatience() {
    return first().answer();
  }

  /**
   * Finds out whether a second client has to wait while a first one is connected and silent. Ends
   * its connections in order.
   *
   * @param style what {@link #meet} found
   * @return whether it has to wait
   */
  public boolean isSequential(ResponseStyle style) {
    return answersAtOnce(style, 1).map(atOnce -> !atOnce).orElse(false);
  }

  /**
   * Finds out whether a client is served while others are connected and silent. Ends its
   * connections in order.
   *
   * @param style what {@link #meet} found
   * @param others number of silent clients, 1 or more
   * @return whether it is served
   */
  public boolean servesBeside(ResponseStyle style, int others) {
    return answersAtOnce(style, others).orElse(false);
  }

  /** Whether the last client is answered before the others end; empty if it never is. */
  private Optional<Boolean> answersAtOnce(ResponseStyle style, int others) {
    List<Step> steps = new ArrayList<>();
    for (int c = 0; c <= others; c++) {
      steps.add(new Step.Connect(c));
    }
    steps.add(new Step.Send(others, style == ResponseStyle.LINES ? Payload.of("a\n") : BYTE));
    boolean atTheEnd = style == ResponseStyle.DRAINS_AND_CLOSES || style == ResponseStyle.DRAINS;
    if (atTheEnd) {
      steps.add(new Step.HalfClose(others));
    }
    steps.add(new Step.Pause(SEQUENTIAL_MILLIS));
    int asked = steps.size();
    for (int c = 0; c < others; c++) {
      steps.add(new Step.HalfClose(c));
    }
    if (!atTheEnd) {
      steps.add(new Step.HalfClose(others));
    }
    for (int c = 0; c <= others; c++) {
      steps.add(new Step.ReadToEnd(c));
    }
    return measured(style.fit(new Script(steps)))
        .first(Event.Got.class, others)
        .map(got -> got.step() < asked);
  }

  private Patience first() {
    return Patience.of(wanted.orElse(FIRST));
  }

  private Transcript measured(Script script) {
    return player.within(first().answer().multipliedBy(PATIENCES), () -> play(script, first()));
  }

  private Transcript play(Script script, Patience patience) {
    Transcript seen =
        player.play(script, target.address(), witness::owed, patience, OnceWrong.GO_ON);
    if (hasNoEnd(seen)) {
      unanswered = unanswered.plus(seen.elapsed());
    }
    witness.saw(script, seen);
    return seen;
  }
}
