package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.play.Player;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure.Death;
import dev.echospec.script.Script;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays several tries of a case at once, so that their pauses pass together (group testing). All
 * tries passed in company are tries that pass. Anything else tells nothing: the case is then
 * searched anew, one try after the other, and only what fails there is a failure.
 */
final class Company implements Attempt, AutoCloseable {
  /** Maximum number of tries at once. */
  private static final int SIZE = 8;

  /** Tries drawn before they are played: enough for the longest pauses to fall into one batch. */
  private static final int BATCH = 64;

  /** Connections that one try may open. */
  private static final int CONNECTIONS_OF_TRY = 64;

  private final CaseSession session;
  private final int planned;
  private final int size;
  private final ExecutorService players;
  private final List<Try> drawn = new ArrayList<>();
  private final AtomicBoolean trouble = new AtomicBoolean();
  private int passed;
  private boolean cutShort;

  /** A drawn try. */
  private record Try(Script script, Law law) {}

  /**
   * Returns whether a case may be played so: its tries are independent, the server serves enough
   * clients at once, and the run knows no fault of it. Faults would make most searches run twice.
   */
  static boolean isWelcome(CaseSession session) {
    ServerUnderTest server = session.server();
    return session.info().rule().sideBySide()
        && server.manner() != ResponseStyle.NEVER
        && !server.facts().sequential()
        && size(server) > 1
        && session.faults().isEmpty();
  }

  private static int size(ServerUnderTest server) {
    return Math.min(SIZE, server.connectionsAtOnce() / CONNECTIONS_OF_TRY);
  }

  /**
   * Begins the search of a case.
   *
   * @param planned number of tries to make
   */
  Company(CaseSession session, int planned) {
    this.session = session;
    this.planned = planned;
    this.size = size(session.server());
    AtomicInteger number = new AtomicInteger();
    this.players =
        Executors.newFixedThreadPool(
            size,
            work -> {
              Thread thread = new Thread(work, "echospec: plays a try " + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void play(Script script, Law law) {
    if (isOver()) {
      return;
    }
    drawn.add(new Try(script, law));
    if (drawn.size() == BATCH) {
      playDrawn();
    }
  }

  @Override
  public void found(Observation observation) {
    trouble.set(true);
    throw new Violated(observation);
  }

  /** True when no further try would be played. */
  boolean isOver() {
    return trouble.get() || cutShort || session.isOver();
  }

  /** True if the time was up before all tries were made. */
  boolean isCutShort() {
    return cutShort;
  }

  /**
   * Plays what is left and returns whether all tries passed and the server survived them. If it did
   * not, it is started again where it can be.
   */
  boolean passes() {
    playDrawn();
    if (!trouble.get() && passed > 0 && !session.isOver()) {
      for (int i = 0; i < passed; i++) {
        session.findings().countTry();
      }
      return true;
    }
    session.server().examine().ifPresent(this::bringBack);
    return false;
  }

  private void bringBack(Death death) {
    try {
      session.server().bringBack();
    } catch (TargetException e) {
      // The search that follows finds it gone, and says so.
      trouble.set(true);
    }
  }

  private void playDrawn() {
    List<Try> tries = List.copyOf(drawn);
    drawn.clear();
    if (tries.isEmpty() || isOver()) {
      return;
    }
    if (passed > 0 && session.budget().isSearchOver()) {
      cutShort = true;
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Callable<Optional<Observation>> share =
        () -> {
          Optional<Observation> last = Optional.empty();
          try (Player player = session.server().another()) {
            for (int i = next.getAndIncrement();
                i < tries.size() && !isOver();
                i = next.getAndIncrement()) {
              last = play(tries.get(i), player);
            }
          }
          return last;
        };
    try {
      for (Future<Optional<Observation>> each :
          players.invokeAll(Collections.nCopies(Math.min(size, tries.size()), share))) {
        // A server that dies a moment later dies of one of them; that it was this one is not said,
        // because the failure is confirmed by itself.
        each.get().ifPresent(session.survival()::observed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      trouble.set(true);
    } catch (ExecutionException e) {
      trouble.set(true);
    }
    if (!trouble.get()) {
      passed += tries.size();
      session.listener().tried(passed, planned);
    }
  }

  private Optional<Observation> play(Try one, Player player) {
    ServerUnderTest server = session.server();
    try {
      Transcript seen = server.playBeside(player, one.script(), one.law(), session.oracle());
      boolean passes =
          !seen.isCutShort()
              && new Judge(session.oracle()).judge(one.law(), one.script(), seen).isEmpty();
      if (passes) {
        return Optional.of(new Observation(one.script(), one.law(), seen, List.of()));
      }
    } catch (Shortage e) {
      // Alone, a try needs fewer connections.
    }
    trouble.set(true);
    return Optional.empty();
  }

  /** Ends the threads; a play that still goes on ends by its own deadline. */
  @Override
  public void close() {
    players.shutdownNow();
  }
}
