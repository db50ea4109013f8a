package dev.echospec.compare;

import dev.echospec.server.ContainerServers;
import dev.echospec.suite.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the members and clients of a fleet, several at a time, each in a process of its own, and
 * then lets each client talk to each server.
 */
public final class FleetRun {
  private final Fleet fleet;
  private final Plan plan;
  private final FleetListener listener;
  private final List<Participant> participants;
  private final ResourceLocks<Participant> turns;
  private final ResourceLocks<PairRuns.Round> rounds;
  private final PairRuns pairRuns;
  private final List<Pair> pairs;
  private final Map<String, MemberResult> results = new LinkedHashMap<>();
  private final Map<List<String>, PairResult> talks = new LinkedHashMap<>();
  private final Instant started = Instant.now();
  private final Supplier<ContainerServers> containerServers;
  private Optional<ContainerCheck> containers = Optional.empty();
  private Optional<String> noContainers = Optional.empty();
  private int running;
  private @Nullable Throwable fault;
  private volatile boolean stopped;

  /**
   * Creates a run that has not begun.
   *
   * @param fleet the members and clients of all parts
   * @param plan how they are run, and which of them
   * @param listener to the beginning and end of each member's run
   */
  public FleetRun(Fleet fleet, Plan plan, FleetListener listener) {
    this(fleet, plan, listener, ContainerServers::find);
  }

  /**
   * With other servers in containers than those on the class path.
   *
   * @param containerServers is called if a member runs in a container
   */
  FleetRun(
      Fleet fleet, Plan plan, FleetListener listener, Supplier<ContainerServers> containerServers) {
    this.containerServers = containerServers;
    this.fleet = fleet;
    this.plan = plan;
    this.listener = listener;
    Part part = plan.part();
    this.participants = fleet.participants().stream().filter(one -> part.has(one.name())).toList();
    this.pairs =
        fleet.clients().stream()
            .flatMap(client -> fleet.members().stream().map(server -> new Pair(client, server)))
            .filter(pair -> part.has(pair.client().name(), pair.server().name()))
            .toList();
    this.turns =
        new ResourceLocks<>(participants, one -> one.claim().map(Set::of).orElse(Set.of()));
    this.rounds = new ResourceLocks<>(PairRuns.rounds(pairs), PairRuns.Round::claims);
    this.pairRuns = new PairRuns(fleet, plan, () -> stopped, this::talked);
  }

  /**
   * Runs them all, by themselves and then in pairs. Returns when the last one has ended, or soon
   * after {@link #stop}; no process of a member is left then.
   *
   * @throws InterruptedException if this thread is interrupted; the members' runs are ended then
   */
  public void perform() throws InterruptedException {
    if (needsContainers()) {
      containers = Optional.of(ContainerCheck.of(containerServers.get()));
    }
    sideBySide("runs of members", participants.size(), turns, this::perform);
    try (pairRuns) {
      sideBySide("pairs", pairs.size(), rounds, this::perform);
    }
  }

  private boolean needsContainers() {
    return Stream.concat(
            participants.stream(),
            pairs.stream().flatMap(pair -> Stream.of(pair.server(), pair.client())))
        .anyMatch(Participant::isContainer);
  }

  private <T> void sideBySide(
      String name, int most, ResourceLocks<T> locks, Performance<T> performance)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(plan.jobs(), most); i++) {
      threads.add(
          new Thread(() -> takeTurns(locks, performance), "echospec: " + name + " " + (i + 1)));
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      stop();
      throw e;
    }
    synchronized (this) {
      if (fault instanceof Error error) {
        throw error;
      }
      if (fault instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** Ends all that runs, soon; what is known by then stays known. */
  public void stop() {
    stopped = true;
    turns.stop();
    rounds.stop();
  }

  /** What is done in a turn. */
  private interface Performance<T> {
    void of(T one) throws InterruptedException;
  }

  private <T> void takeTurns(ResourceLocks<T> locks, Performance<T> performance) {
    try {
      for (Optional<T> next = locks.next(); next.isPresent(); next = locks.next()) {
        try {
          performance.of(next.get());
        } finally {
          locks.over(next.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void perform(Participant one) throws InterruptedException {
    MemberRun run = new MemberRun(fleet, one, plan, () -> stopped);
    if (isImpossible(one)) {
      known(run.notRun(ContainerCheck.NOT_RUN));
    } else {
      started(one);
      ended(run.perform());
    }
  }

  private void perform(PairRuns.Round round) throws InterruptedException {
    List<Pair> possible = new ArrayList<>();
    for (Pair pair : round.pairs()) {
      if (isImpossible(pair.server()) || isImpossible(pair.client())) {
        talked(PairResult.notRun(pair, ContainerCheck.NOT_RUN));
      } else {
        possible.add(pair);
      }
    }
    if (!possible.isEmpty()) {
      pairRuns.perform(new PairRuns.Round(round.server(), possible));
    }
  }

  /** What stands in the way of one container stands in the way of all: it is told once. */
  private boolean isImpossible(Participant one) throws InterruptedException {
    if (!one.isContainer() || containers.isEmpty()) {
      return false;
    }
    Optional<String> objection = containers.get().objection(() -> stopped);
    synchronized (this) {
      if (objection.isPresent() && noContainers.isEmpty()) {
        noContainers = objection;
        listener.noContainers(objection.get());
      }
    }
    return objection.isPresent();
  }

  private synchronized void failed(Throwable e) {
    fault = e;
    stop();
  }

  private synchronized void started(Participant member) {
    running++;
    listener.memberStarted(member, running);
  }

  private synchronized void ended(MemberResult result) {
    running--;
    known(result);
  }

  private synchronized void known(MemberResult result) {
    results.put(result.name(), result);
    listener.memberEnded(result, results.size(), participants.size());
  }

  private synchronized void talked(PairResult result) {
    PairResult judged =
        result.judged(
            Optional.ofNullable(results.get(result.client())),
            Optional.ofNullable(results.get(result.server())));
    talks.put(List.of(result.client(), result.server()), judged);
    listener.pairEnded(judged, talks.size(), pairs.size());
  }

  /**
   * Returns what is known by now.
   *
   * @param version of the kit
   * @param seed that the members' runs were given
   * @param baseline an earlier comparison, if one was named
   */
  public synchronized Comparison result(String version, long seed, Optional<Baseline> baseline) {
    List<MemberResult> members = results(fleet.members());
    List<MemberResult> clients = results(fleet.clients());
    Behaviours behaviours = Behaviours.of(members);
    return new Comparison(
        version,
        fleet.file(),
        seed,
        started,
        Duration.between(started, Instant.now()),
        !stopped,
        ComparedCase.of(members, Catalogue.cases()),
        members,
        behaviours,
        Cluster.of(members, behaviours),
        baseline.map(earlier -> earlier.changes(members, fleet.names())),
        new Interop(
            ComparedCase.of(clients, Catalogue.clientCases()),
            clients,
            pairs.stream().map(this::talk).toList()),
        plan.part(),
        noContainers.stream().toList());
  }

  private List<MemberResult> results(List<? extends Participant> some) {
    return some.stream()
        .filter(participants::contains)
        .map(
            one ->
                Optional.ofNullable(results.get(one.name()))
                    .orElseGet(
                        () ->
                            new MemberRun(fleet, one, plan, () -> true)
                                .notRun("the comparison was interrupted before its turn")))
        .toList();
  }

  private PairResult talk(Pair pair) {
    return Optional.ofNullable(talks.get(List.of(pair.client().name(), pair.server().name())))
        .orElseGet(() -> PairResult.notRun(pair, "the comparison was interrupted before its turn"));
  }
}
