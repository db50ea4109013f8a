package dev.echospec.engine;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Received;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure.Death;
import dev.echospec.result.RunResult;
import dev.echospec.script.Script;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.Resources;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.ServerProbe.HalfCloseLoss;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated.Observation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The target of a run: started, probed, played to, found dead and restarted. */
final class ServerUnderTest implements AutoCloseable {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * Patience of a last probe of a server that cannot be restarted, before the rest of the run is
   * skipped: it may be busy with what an earlier client has left behind.
   */
  private static final Patience LAST_CHANCE = Patience.of(Duration.ofSeconds(10));

  /** Patience is divided by this while shrinking. */
  private static final int HASTE = 4;

  /** Pause before the restart of a server that the first probe crashed, in nanoseconds. */
  private static final long REST = TimeUnit.SECONDS.toNanos(1);

  /** Idle clients beside which a server must serve one more before connections are kept open. */
  private static final int OTHERS = 10;

  /** Minimum time for ending a target, also when the run is over, in nanoseconds. */
  private static final long LEAST_CLOSING = TimeUnit.SECONDS.toNanos(1);

  /** The speed of fewer bytes says nothing. */
  private static final long TELLING = 256 << 10;

  private static final String THREAD = "echospec: starts and ends the target";

  /** Start attempts allowed if the first probe crashes the server. */
  private static final int FRAIL = 3;

  private final Target target;
  private final Player player = new Player();
  private final ServerProbe probe;
  private final ConnectionTable table = new ConnectionTable();
  private final Optional<TimeBudget> budget;
  private final PortWait portWait;
  private final KeptConnections kept;
  private final ProbeRecord probes;
  private final FreshStart freshStart;
  private final Wear wear;
  private boolean startsAfresh;
  private long throughput;
  private Duration waitedForRoom = Duration.ZERO;
  private ResponseStyle manner = ResponseStyle.NEVER;
  private Patience patience;
  private RunResult.@Nullable Facts facts;
  private @Nullable Shortage shortage;
  private Optional<HalfCloseLoss> loss = Optional.empty();
  private @Nullable Observation watched;
  private Consumer<InetSocketAddress> beforePlay = address -> {};

  /**
   * Does not start it yet.
   *
   * @param wantedPatience as the user set it; empty if it is to be measured
   * @param budget of the run; empty if the caller bounds each play itself
   * @param listener is told of waits for a port
   */
  ServerUnderTest(
      Target target,
      Oracle oracle,
      Optional<Duration> wantedPatience,
      Optional<TimeBudget> budget,
      RunListener listener) {
    this.budget = budget;
    this.portWait = new PortWait(target, budget, listener);
    this.target = target;
    this.probes = new ProbeRecord(oracle);
    this.wear = new Wear(probes::sinceStart);
    this.probe = new ServerProbe(target, player, wantedPatience, probes);
    this.freshStart = new FreshStart(target, probe, this::isTimeUp);
    this.kept = new KeptConnections(target::address);
    this.patience = Patience.of(probe.firstPatience());
  }

  /** Starts it, waits until it answers and measures its round trips. */
  void open() throws TargetException {
    long began = System.nanoTime();
    try {
      manner = startAndMeet(1, false, probe::meet);
      measure(began);
    } catch (Shortage e) {
      throw new TargetException("The run could not begin: " + e.getMessage() + ".");
    }
  }

  /** Starts it without a probe, so that the next script is its first conversation. */
  void start() throws TargetException {
    startAndMeet(1, false, () -> null);
  }

  /** Waits until it answers and measures its round trips. */
  void getToKnow() throws TargetException {
    long began = System.nanoTime();
    manner = probe.meet();
    measure(began);
  }

  private void measure(long began) throws TargetException {
    if (manner == ResponseStyle.NEVER) {
      met(began);
      facts = new RunResult.Facts(manner.words(), false, Duration.ZERO, patience.answer(), bound());
      return;
    }
    List<Duration> roundTrips = probe.roundTrips(manner);
    patience = Patience.of(probe.patience(roundTrips));
    if (probe.isSilent() && canStartAfresh()) {
      wear.wornOutBy(wear.served());
      bringBack();
    }
    boolean sequential = probe.isSequential(manner);
    met(began);
    facts =
        new RunResult.Facts(
            manner.words(),
            sequential,
            roundTrips.get(roundTrips.size() / 2),
            patience.answer(),
            bound());
    if (target.death().isPresent()) {
      bringBack();
    }
  }

  private void met(long began) {
    Duration took = Duration.ofNanos(System.nanoTime() - began).minus(probe.unanswered());
    budget.ifPresent(limit -> limit.met(took));
  }

  private Duration bound() {
    return budget.map(TimeBudget::bound).orElse(Duration.ZERO);
  }

  RunResult.Facts facts() {
    return facts;
  }

  ResponseStyle manner() {
    return manner;
  }

  /**
   * Looks, once a failure comes and goes, whether the server loses its answers at half-closes by
   * chance. If so, all further conversations read before they half-close.
   *
   * @return plays of a conversation in which one is lost; empty if the manner stays as it is
   */
  Optional<Integer> lookAtHalfCloses() {
    if (manner != ResponseStyle.DRAINS_AND_CLOSES || isKnownDead() || isTimeUp()) {
      return Optional.empty();
    }
    playUntil(TimeBudget::ends);
    Optional<HalfCloseLoss> found = probe.lossAtHalfClose(patience);
    if (found.isPresent()) {
      manner = ResponseStyle.BEFORE_HALF_CLOSE;
      loss = found;
    }
    return found.map(HalfCloseLoss::plays);
  }

  Patience patience() {
    return patience;
  }

  Patience shortPatience() {
    return new Patience(patience.answer().dividedBy(HASTE), patience.connect().dividedBy(HASTE));
  }

  /** Returns the patience with a server of which no more is to be learned. */
  Patience hurriedPatience() {
    Duration answer = shortPatience().answer();
    return new Patience(answer, answer.multipliedBy(2));
  }

  Transcript play(Script script, Law law, Oracle oracle, Patience limit) {
    return play(script, law, oracle, limit, step -> {});
  }

  /** Cuts plays short at a deadline of the budget. */
  private void playUntil(ToLongFunction<TimeBudget> end) {
    budget.ifPresent(limit -> player.endBy(end.applyAsLong(limit), limit.ends()));
  }

  /** Excludes a wait that the server did not cause from the time of the current case. */
  private void notTheServers(Duration waited) {
    budget.ifPresent(limit -> limit.excused(waited));
  }

  /** Plays a script, and calls {@code before} with the index of each step before it is played. */
  Transcript play(Script script, Law law, Oracle oracle, Patience limit, IntConsumer before) {
    if (shortage != null) {
      // The player has waited for it already; further plays would wait as long again.
      throw shortage;
    }
    renewFor(script);
    Duration shortBefore = player.shortFor();
    Supplier<Transcript> play =
        () -> {
          // Set here, because a start before the play has another deadline.
          playUntil(TimeBudget::casePlayedBy);
          beforePlay.accept(target.address());
          return player.play(script, target.address(), oracle, limit, onceWrong(law), before);
        };
    try {
      Transcript seen = startsAfresh ? playAfresh(play) : play.get();
      if (table.mayHaveDropped(seen)) {
        awaitRoom();
        seen = startsAfresh ? playAfresh(play) : play.get();
      }
      throughput = Math.max(throughput, throughput(seen));
      wear.played(seen);
      return seen;
    } catch (Shortage e) {
      shortage = e;
      throw e;
    } finally {
      notTheServers(player.shortFor().minus(shortBefore));
    }
  }

  /** Starts a server again that a script would wear out. */
  private void renewFor(Script script) {
    if (wear.isDue(script) && canStartAfresh() && !startsAfresh) {
      // They would be opened at each start, and never grow old.
      kept.end();
      wear.renewed();
      try {
        bringBack();
      } catch (TargetException e) {
        // The script is played to the server as it is: if it is gone, the script shows that.
      }
    }
  }

  /** Returns what is known of how many connections the server can have. */
  Wear wear() {
    return wear;
  }

  /** No server is to blame for a connect that the kernel of this machine drops. */
  private void awaitRoom() {
    Duration waited = table.awaitRoom(this::isTimeUp);
    notTheServers(waited);
    waitedForRoom = waitedForRoom.plus(waited);
    if (table.isFull()) {
      throw Shortage.ofTrackedConnections(waited);
    }
  }

  /**
   * Returns a player for a thread that plays beside others; the caller closes it.
   *
   * @param ends limit of its plays, as {@link System#nanoTime} counts
   */
  Player another(long ends) {
    Player another = new Player();
    another.endBy(ends);
    return another;
  }

  /**
   * Plays a script while others are played.
   *
   * @param own of the thread
   * @throws Shortage if this machine lacks what a connection needs; the run goes on
   */
  Transcript playBeside(Player own, Script script, Law law, Oracle oracle) {
    return own.play(script, target.address(), oracle, patience, onceWrong(law));
  }

  private static OnceWrong onceWrong(Law law) {
    return law.needsOracle() ? OnceWrong.END_SOON : OnceWrong.GO_ON;
  }

  private static long throughput(Transcript seen) {
    long received = seen.received().values().stream().mapToLong(Received::length).sum();
    return received < TELLING
        ? 0
        : received * TimeUnit.SECONDS.toNanos(1) / Math.max(1, seen.elapsed().toNanos());
  }

  /** Returns the bytes of echo per second, the best that was seen; zero if not known. */
  long throughput() {
    return throughput;
  }

  /** Cuts plays short at a time, as {@link System#nanoTime} counts. */
  void endBy(long nanoTime) {
    player.endBy(nanoTime);
  }

  /**
   * Calls back before each play, when the server has been started for it.
   *
   * @param callback gets the address that is played to
   */
  void beforePlays(Consumer<InetSocketAddress> callback) {
    beforePlay = callback;
  }

  /** Sets whether the server is restarted before each script, where that can be done. */
  void startAfresh(boolean wanted) {
    startsAfresh = wanted && canStartAfresh();
  }

  /** True if a script can be the first conversation after a start. */
  boolean canStartAfresh() {
    return target.canRestart() && !target.isRestartedByOthers();
  }

  /** If the start fails, plays to the server as it is: if it is gone, the script shows that. */
  private Transcript playAfresh(Supplier<Transcript> play) {
    try {
      return freshStart.play(play, this::startAgain);
    } catch (TargetException e) {
      return play.get();
    }
  }

  /** Returns the judged conversations of the kit's own probes. */
  ProbeRecord probes() {
    return probes;
  }

  /** Returns the connections that are kept open during all cases, if any are. */
  KeptConnections kept() {
    return kept;
  }

  /** Opens the kept connections, if the server serves many others beside idle ones. */
  void keepConnections(Oracle oracle) {
    if (manner != ResponseStyle.NEVER
        && !facts.sequential()
        && target.connectionsAtOnce() > OTHERS
        && !wear.isKnown()
        && probe.servesBeside(manner, OTHERS)) {
      kept.begin(oracle);
    }
  }

  /** Returns what this machine ran out of during the current case. */
  Optional<Shortage> shortage() {
    return Optional.ofNullable(shortage);
  }

  /** Keeps the latest conversation that was watched step by step, and in which all was right. */
  void watched(Observation sight) {
    watched = sight;
  }

  /** Returns that conversation. */
  Optional<Observation> watched() {
    return Optional.ofNullable(watched);
  }

  /** Lets the next case try again after a shortage. */
  void forgetShortage() {
    shortage = null;
  }

  /** Returns sentences for the report. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(target.notes());
    loss.ifPresent(
        one ->
            notes.add(
                "The server lost its answer at "
                    + one.lost()
                    + " of "
                    + one.played()
                    + " half-closes that came at once, and at none that came behind the answer:"
                    + " from then on the client read the answer first, where the rule allows it"));
    portWait.note().ifPresent(notes::add);
    Duration waited = player.shortFor().plus(waitedForRoom);
    if (!waited.isZero()) {
      notes.add(
          "this machine was short of local ports, open files or tracked connections: "
              + "it was waited "
              + waited.toMillis()
              + " ms for them, which is not counted against the server");
    }
    return notes;
  }

  Optional<Resources> resources() {
    return target.resources();
  }

  /** Returns the median time from a connect to the first byte of the echo; zero if none came. */
  Duration echo() {
    return probe.echo();
  }

  int connectionsAtOnce() {
    return target.connectionsAtOnce();
  }

  boolean canRestart() {
    return target.canRestart();
  }

  boolean isRestartedByOthers() {
    return target.isRestartedByOthers();
  }

  boolean isRelayed() {
    return target.isRelayed();
  }

  /** True if the process is known to have ended; makes no connection. */
  boolean isKnownDead() {
    return target.death().isPresent();
  }

  /**
   * Probes whether it still serves.
   *
   * @return how it ended or stopped serving; empty if it answers
   */
  Optional<Death> examine() {
    return examine(patience);
  }

  /**
   * Probes whether it still serves.
   *
   * @param patience how long an answer may take
   * @return how it ended or stopped serving; empty if it answers
   */
  Optional<Death> examine(Patience patience) {
    // Not the deadline of the case, at which the server would look as if it did not answer.
    playUntil(TimeBudget::ends);
    if (isTimeUp() || !isKnownDead() && probe.answers(manner, patience)) {
      return Optional.empty();
    }
    long until = System.nanoTime() + target.dying().toNanos();
    while (!isKnownDead() && System.nanoTime() - until < 0 && !isTimeUp()) {
      LockSupport.parkNanos(POLL);
    }
    if (!isKnownDead() && (probe.answers(manner, patience) || isTimeUp())) {
      return Optional.empty();
    }
    if (!target.canRestart() && (probe.answers(manner, LAST_CHANCE) || isTimeUp())) {
      return Optional.empty();
    }
    return Optional.of(
        new Death(target.death().orElse(Death.NO_LONGER_ANSWERS), target.lastWords()));
  }

  /** True when the run is over: nothing is played then, so that no answer can come. */
  boolean isTimeUp() {
    return budget.map(TimeBudget::isOver).orElse(false);
  }

  /**
   * Restarts it.
   *
   * @throws TargetException if it cannot be restarted, or does not answer
   */
  void bringBack() throws TargetException {
    if (!target.canRestart()) {
      throw new TargetException(
          "the server at " + target.name() + " is gone and cannot be started from here");
    }
    startAgain(
        () -> {
          probe.meetAgain();
          return manner;
        });
  }

  private <T> T startAgain(FreshStart.Meeting<T> meeting) throws TargetException {
    kept.drop();
    return startAndMeet(FRAIL, true, meeting);
  }

  /**
   * Starts it and probes it, and waits for a port that is in use.
   *
   * @param attempts start attempts allowed if the first probe crashes the server
   * @param again true for a restart: the server had its port before, so it may become free again
   */
  private <T> T startAndMeet(int attempts, boolean again, FreshStart.Meeting<T> meeting)
      throws TargetException {
    for (int starts = 1; ; starts++) {
      long began = System.nanoTime();
      try {
        start(again);
        T met = meeting.meet();
        if (again) {
          budget.ifPresent(b -> b.restarted(Duration.ofNanos(System.nanoTime() - began)));
        }
        return met;
      } catch (TargetException e) {
        Optional<String> inTheWay = inTheWay(e, again);
        boolean mayCome = inTheWay.isPresent() || isKnownDead() && starts < attempts;
        if (!mayCome || isTimeUp()) {
          throw e;
        }
        if (inTheWay.isPresent()) {
          notTheServers(Duration.ofNanos(System.nanoTime() - began));
          portWait.await(inTheWay.get());
        } else {
          LockSupport.parkNanos(REST);
        }
      }
    }
  }

  /** Returns why the port, and not the server, made a start fail; empty if it did not. */
  private Optional<String> inTheWay(TargetException why, boolean again) {
    if (why instanceof PortTakenException) {
      return again ? Optional.of(why.getMessage().replaceFirst("[.:].*", "")) : Optional.empty();
    }
    if (!isKnownDead() || !target.hasFixedPort()) {
      return Optional.empty();
    }
    // The server may need further ports, of which only its output tells.
    return target
        .heldUp()
        .or(
            () ->
                Optional.of("the server says that an address is in use")
                    .filter(words -> why.lastWords().toLowerCase(Locale.ROOT).contains("in use")));
  }

  /** Returns how long the run has waited for its port. */
  Duration portWait() {
    return portWait.waited();
  }

  private void start(boolean again) throws TargetException {
    if (budget.isEmpty()) {
      target.start();
    } else if (!again) {
      target.start();
      // To fetch or build an image may take longer than the run itself.
      budget.get().begin();
      playUntil(TimeBudget::metBy);
    } else if (!BoundedCall.until(budget.get().ends(), THREAD, target::start)) {
      throw new TargetException("Time was up before the server had been started again.");
    } else {
      playUntil(TimeBudget::ends);
    }
    wear.started();
    probes.started();
  }

  /**
   * Ends the target. One that does not end in time is abandoned: what is left of it ends with this
   * process, or is removed by the next one.
   */
  @Override
  public void close() {
    try {
      kept.close();
      if (budget.isEmpty()) {
        target.close();
      } else {
        long now = System.nanoTime();
        long left = Math.max(LEAST_CLOSING, budget.get().closedBy() - now);
        BoundedCall.until(now + left, THREAD, target::close);
      }
    } catch (TargetException e) {
      throw new IllegalStateException(e);
    } finally {
      player.close();
    }
  }
}
