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

/** Gets to know a server before anything is judged: whether it answers, how, and how fast. */
public final class ServerProbe {
  /** What a server may need from its start to its first answer. */
  public static final Duration START = Duration.ofSeconds(20);

  /** How long each of the first dialogues waits, before anything is known of the server's speed. */
  private static final Duration FIRST = Duration.ofSeconds(4);

  /** A connection that ends without a byte may be a proxy's, whose server is not there yet. */
  private static final Duration ACCEPTED_FOR_NOBODY = Duration.ofSeconds(8);

  /** How often is asked what stands in the way; that takes longer than a connect. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int ROUND_TRIPS = 15;

  /** Enough of them that a server that stalls at every third answer is seen to. */
  private static final int LATER = 12;

  /** More than the tutorial's server reads at once. */
  private static final int LATER_BYTES = 20;

  private static final int SURE = 4;
  private static final long MEASURING = TimeUnit.SECONDS.toNanos(2);
  private static final int TIMES_THE_WORST = 20;
  private static final int SEQUENTIAL_MILLIS = 250;
  private static final Payload BYTE = Payload.of("a");

  private final Target target;
  private final Player player;
  private final Optional<Duration> wanted;
  private final Duration start;
  private final Witness witness;

  /** Is told of every conversation by which a server is got to know or looked at. */
  public interface Witness {
    /**
     * @param sent what a client sends
     * @return what a correct server owes for it
     */
    byte[] owed(byte[] sent);

    /**
     * @param script what was played
     * @param seen what was seen
     */
    void saw(Script script, Transcript seen);

    /** Expects the same bytes and looks at nothing. */
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

  /**
   * @param target started
   * @param player what to talk with
   * @param wanted the patience that the user set, if any
   */
  public ServerProbe(Target target, Player player, Optional<Duration> wanted) {
    this(target, player, wanted, Witness.NOBODY);
  }

  /**
   * @param target started
   * @param player what to talk with
   * @param wanted the patience that the user set, if any
   * @param witness is told of each conversation
   */
  public ServerProbe(Target target, Player player, Optional<Duration> wanted, Witness witness) {
    this(target, player, wanted, START, witness);
  }

  /** With another bound than {@link #START}. */
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
   * Waits until the server answers, and finds out what.
   *
   * @return the simplest dialogue that it answers
   * @throws TargetException if it ends, or nobody listens within {@link #START}, or the time that
   *     the player has is up
   */
  public ResponseStyle meet() throws TargetException {
    long began = System.nanoTime();
    InetSocketAddress address = target.address();
    Duration nextLook = LOOK;
    Script dialogue = Script.conversation(BYTE);
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
        return hasNoEnd(seen) ? ResponseStyle.DRAINS : surely(dialogue);
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
   * A server that loses what it owes when the client half-closes is sometimes quicker than that,
   * and would later seem to be gone whenever it is not.
   */
  private ResponseStyle surely(Script dialogue) {
    for (int i = 1; i < SURE; i++) {
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

  /** What it answers while the connection is open both ways. */
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
   * @param manner what {@link #meet} found
   * @return the exchange that tells whether the server is still there
   */
  public static Script probe(ResponseStyle manner) {
    return manner.fit(Script.conversation(Payload.of(manner == ResponseStyle.LINES ? "a\n" : "a")));
  }

  /**
   * Tells whether the server still answers as it did at first.
   *
   * @param manner what {@link #meet} found
   * @param patience how long it may take
   * @return whether anything came back
   */
  public boolean answers(ResponseStyle manner, Patience patience) {
    return answers(play(probe(manner), patience));
  }

  /**
   * Measures some exchanges.
   *
   * @param manner what {@link #meet} found
   * @return how long each took, the shortest first
   */
  public List<Duration> roundTrips(ResponseStyle manner) {
    long until = System.nanoTime() + MEASURING;
    List<Duration> took = new ArrayList<>(ROUND_TRIPS);
    List<Duration> echoes = new ArrayList<>(ROUND_TRIPS);
    do {
      Transcript seen = play(probe(manner), first());
      took.add(seen.elapsed());
      echoes.add(echo(seen).orElse(seen.elapsed()));
    } while (took.size() < ROUND_TRIPS && System.nanoTime() - until < 0);
    took.sort(Comparator.naturalOrder());
    Duration first = median(echoes);
    echo = later(manner).filter(each -> each.compareTo(first) > 0).orElse(first);
    return took;
  }

  /**
   * What a message takes that is not the first of its connection: with two writes for one message,
   * the second waits for a delayed acknowledgement. Empty where the server answers at the end only.
   */
  private Optional<Duration> later(ResponseStyle manner) {
    String end = manner == ResponseStyle.LINES ? "\n" : "";
    List<Payload> messages = new ArrayList<>(List.of(Payload.of("a" + end)));
    messages.addAll(Collections.nCopies(LATER, Payload.of("a".repeat(LATER_BYTES) + end)));
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    for (Payload message : messages) {
      steps.add(new Step.Send(0, message));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    Script script = manner.fit(new Script(steps));
    Transcript seen = play(script, first());
    boolean whole = seen.received(0).length() == script.bytes();
    return whole && !hasNoEnd(seen) ? Optional.of(mean(betweenEchoes(seen))) : Optional.empty();
  }

  /** From one first byte of an echo to that of the next message's. */
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
   * The mean without the longest: a server that stalls now and then is as slow as its mean, but one
   * moment in which this machine was busy is not the server's.
   */
  private static Duration mean(List<Duration> durations) {
    int counted = Math.max(1, durations.size() - 1);
    return durations.stream()
        .sorted()
        .limit(counted)
        .reduce(Duration.ZERO, Duration::plus)
        .dividedBy(counted);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().skip(durations.size() / 2).findFirst().orElseThrow();
  }

  private static Optional<Duration> echo(Transcript seen) {
    return seen.first(Event.Got.class, 0)
        .flatMap(got -> seen.first(Event.Connected.class, 0).map(c -> got.at().minus(c.at())));
  }

  /**
   * @return what it takes the server to echo a message, as {@link #roundTrips} measured last: the
   *     median time from a connect to the first byte, or what a later message of a connection takes
   *     in the mean if that is more; the end of the stream may come later. Zero before that
   */
  public Duration echo() {
    return echo;
  }

  /**
   * @param roundTrips what was measured, the shortest first
   * @return how long the server may be silent while it owes something: what the user set, or many
   *     times the slowest round trip, within bounds
   */
  public Duration patience(List<Duration> roundTrips) {
    if (player.isOver()) {
      // What was cut short was not measured.
      return firstPatience();
    }
    Duration worst = roundTrips.get(roundTrips.size() - 1).multipliedBy(TIMES_THE_WORST);
    Duration least = worst.compareTo(Patience.FLOOR) < 0 ? Patience.FLOOR : worst;
    return wanted.orElse(least.compareTo(LONGEST) > 0 ? LONGEST : least);
  }

  /**
   * @return how long a server that was found to answer nothing was waited for, a dialogue
   */
  public Duration firstPatience() {
    return first().answer();
  }

  /**
   * Tells whether a second client is served while a first one is connected and says nothing.
   *
   * @param manner what {@link #meet} found
   * @return whether it has to wait; no connection is left in a bad state by asking
   */
  public boolean isSequential(ResponseStyle manner) {
    return answersAtOnce(manner, 1).map(atOnce -> !atOnce).orElse(false);
  }

  /**
   * Tells whether a client is served while others are connected and say nothing.
   *
   * @param manner what {@link #meet} found
   * @param others how many, 1 or more
   * @return whether it is; no connection is left in a bad state by asking
   */
  public boolean servesBeside(ResponseStyle manner, int others) {
    return answersAtOnce(manner, others).orElse(false);
  }

  /** Whether the last of some clients is answered before the others end; empty if never. */
  private Optional<Boolean> answersAtOnce(ResponseStyle manner, int others) {
    List<Step> steps = new ArrayList<>();
    for (int c = 0; c <= others; c++) {
      steps.add(new Step.Connect(c));
    }
    steps.add(new Step.Send(others, manner == ResponseStyle.LINES ? Payload.of("a\n") : BYTE));
    boolean atTheEnd = manner == ResponseStyle.DRAINS_AND_CLOSES || manner == ResponseStyle.DRAINS;
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
    return play(manner.fit(new Script(steps)), first())
        .first(Event.Got.class, others)
        .map(got -> got.step() < asked);
  }

  private Patience first() {
    return Patience.of(wanted.orElse(FIRST));
  }

  private Transcript play(Script script, Patience patience) {
    Transcript seen =
        player.play(script, target.address(), witness::owed, patience, OnceWrong.GO_ON);
    witness.saw(script, seen);
    return seen;
  }
}
