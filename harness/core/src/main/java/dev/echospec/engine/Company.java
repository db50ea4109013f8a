package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Player;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Plays tries of several cases at once, so that their pauses pass together (group testing), in
 * threads of its own. A try that passes in company is a try that passes, unless the server did not
 * survive. Anything else tells nothing by itself: its case then plays what did not pass, one script
 * after the other, and only what fails there is a failure. The methods are for the thread that runs
 * the cases.
 */
final class Company implements AutoCloseable {
  /** Maximum number of tries at once. */
  private static final int SIZE = 16;

  /**
   * Tries that may be drawn ahead, ten times those of a default run: all are kept, and the run
   * shows nothing until they are drawn.
   */
  static final int MOST_TRIES = 20_000;

  /** Connections that one try may open. */
  private static final int CONNECTIONS_OF_TRY = 64;

  /** Time for all tries of a server without a known fault, their longest pauses aside. */
  private static final Duration MOST = Duration.ofSeconds(30);

  /** The same of a faulty one: more would not be gained. */
  private static final Duration MOST_OF_FAULTY = Duration.ofSeconds(5);

  /** Interval in which the thread that waits looks after other things, in milliseconds. */
  private static final long TICK = 100;

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final List<Try> drawn = new ArrayList<>();
  private final Map<Try, Observation> passed = new ConcurrentHashMap<>();
  private final Set<CaseInfo> failing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Player> players = Collections.synchronizedList(new ArrayList<>());
  private CountDownLatch playing = new CountDownLatch(0);
  private Map<Try, Observation> counted = Map.of();
  private int mostConnections;
  private Semaphore places = new Semaphore(0);
  private boolean begun;
  private boolean open;

  /** A drawn try. */
  private record Try(CaseInfo info, Script script, Law law) {
    long pauses() {
      return script.steps().stream()
          .filter(Step.Pause.class::isInstance)
          .mapToLong(step -> ((Step.Pause) step).millis())
          .sum();
    }
  }

  /** Begins with no tries. */
  Company(ServerUnderTest server, Oracle oracle) {
    this.server = server;
    this.oracle = oracle;
  }

  /** Returns how many tries may be played at once to a server that takes many connections. */
  static int size(ServerUnderTest server) {
    return Math.min(SIZE, server.connectionsAtOnce() / CONNECTIONS_OF_TRY);
  }

  /** Adds a try, before {@link #begin}. */
  void add(CaseInfo info, Script script, Law law) {
    drawn.add(new Try(info, script, law));
  }

  /**
   * Begins to play.
   *
   * @param ends limit of all plays, as {@link System#nanoTime} counts
   * @param faulty whether the server has a known fault
   */
  void begin(long ends, boolean faulty) {
    begun = true;
    // Cases of more connections are there only with the consent of the server's owner.
    boolean isHeavy = drawn.stream().anyMatch(one -> one.info().rule().heavy());
    mostConnections = isHeavy ? SIZE * CONNECTIONS_OF_TRY : Effort.LIGHT;
    places = new Semaphore(mostConnections, true);
    // Longest first: the others pass meanwhile.
    drawn.sort(Comparator.comparingLong(Try::pauses).reversed());
    long most =
        (faulty ? MOST_OF_FAULTY : MOST).toNanos()
            + TimeUnit.MILLISECONDS.toNanos(drawn.get(0).pauses());
    long now = System.nanoTime();
    long until = ends - now < most ? ends : now + most;
    int threads = Math.min(size(server), drawn.size());
    AtomicInteger next = new AtomicInteger();
    playing = new CountDownLatch(threads);
    open = true;
    for (int i = 1; i <= threads; i++) {
      Thread thread = new Thread(() -> playShare(next, until), "echospec: plays a try " + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void playShare(AtomicInteger next, long until) {
    try (Player player = server.another(until)) {
      players.add(player);
      try {
        for (int i = next.getAndIncrement();
            i < drawn.size() && !over.get();
            i = next.getAndIncrement()) {
          // One that fails is enough: the case will play its tries by itself.
          if (!failing.contains(drawn.get(i).info())) {
            play(drawn.get(i), player);
          }
        }
      } finally {
        // Before it is closed: only an open one can be stopped.
        players.remove(player);
      }
    } catch (RuntimeException e) {
      // Whatever it is, it shows again where each try is played by itself.
      over.set(true);
    } finally {
      playing.countDown();
    }
  }

  private void play(Try one, Player player) {
    int connections = Math.min(one.script().connections(), mostConnections);
    places.acquireUninterruptibly(connections);
    try {
      Transcript seen = server.playBeside(player, one.script(), one.law(), oracle);
      List<Violation> violations = new Judge(oracle).judge(one.law(), one.script(), seen);
      if (!seen.isCutShort() && violations.isEmpty()) {
        passed.put(one, new Observation(one.script(), one.law(), seen, List.of()));
        return;
      }
      if (violations.stream().anyMatch(violation -> violation.kind() == Kind.REFUSED)) {
        // The server is gone.
        over.set(true);
      }
    } catch (Shortage e) {
      // Alone, a try needs fewer connections.
    } finally {
      places.release(connections);
    }
    failing.add(one.info());
  }

  /** True if there are tries to begin with. */
  boolean isGathered() {
    return !begun && drawn.size() > 1;
  }

  /** True from {@link #begin} to {@link #join} or {@link #close}. */
  boolean isOpen() {
    return open;
  }

  /** True if tries of a case are among those that are played. */
  boolean has(CaseInfo info) {
    return drawn.stream().anyMatch(one -> one.info().equals(info));
  }

  /**
   * Waits until all tries were played, and counts those that passed if the server survived them. If
   * it did not, it is started again where it can be.
   *
   * @param meanwhile called several times a second
   * @param stopped true when the wait should end
   */
  void join(Runnable meanwhile, BooleanSupplier stopped) {
    if (!open) {
      return;
    }
    try {
      while (!over.get()
          && !stopped.getAsBoolean()
          && !playing.await(TICK, TimeUnit.MILLISECONDS)) {
        meanwhile.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over.set(true);
    }
    boolean fine = !over.get() && !stopped.getAsBoolean();
    close();
    if (recover() && fine) {
      counted = new HashMap<>(passed);
    }
  }

  /**
   * Starts the server again if it is gone and can be started.
   *
   * @return true if it was there
   */
  boolean recover() {
    // No verdict depends on it, and a server that hangs has a full backlog.
    boolean there = server.examine(server.shortPatience()).isEmpty();
    if (!there) {
      try {
        server.bringBack();
      } catch (TargetException e) {
        // The case that follows finds it gone, and says so.
        return false;
      }
    }
    return there;
  }

  /** Ends early what is still played: nothing of it counts. The server may be gone afterwards. */
  void disperse() {
    over.set(true);
    join(() -> {}, () -> true);
  }

  /** Returns true if each of its tries has passed. */
  boolean isClean() {
    return !drawn.isEmpty() && counted.size() == Set.copyOf(drawn).size();
  }

  /** Returns a try of a case that has passed in company. */
  Optional<Observation> passed(CaseInfo info, Script script, Law law) {
    return counted.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(counted.get(new Try(info, script, law)));
  }

  /** Ends the plays, and returns when they have ended. */
  @Override
  public void close() {
    over.set(true);
    open = false;
    players.forEach(Player::stop);
    boolean interrupted = false;
    while (true) {
      try {
        playing.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
