package dev.echospec.compare;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the members of a fleet, several at a time, each in a process of its own. */
public final class FleetRun {
  private final Fleet fleet;
  private final Plan plan;
  private final FleetListener listener;
  private final ResourceLocks turns;
  private final Map<String, MemberResult> results = new LinkedHashMap<>();
  private final Instant started = Instant.now();
  private int running;
  private @Nullable Throwable fault;
  private volatile boolean stopped;

  /**
   * Creates a run that has not begun.
   *
   * @param fleet the members to run
   * @param plan how
   * @param listener to the beginning and end of each member's run
   */
  public FleetRun(Fleet fleet, Plan plan, FleetListener listener) {
    this.fleet = fleet;
    this.plan = plan;
    this.listener = listener;
    this.turns = new ResourceLocks(fleet.members());
  }

  /**
   * Runs them all. Returns when the last one has ended, or soon after {@link #stop}; no process of
   * a member is left then.
   *
   * @throws InterruptedException if this thread is interrupted; the members' runs are ended then
   */
  public void perform() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(plan.jobs(), fleet.members().size()); i++) {
      threads.add(new Thread(this::takeTurns, "echospec: runs of members " + (i + 1)));
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
  }

  private void takeTurns() {
    try {
      for (Optional<Member> next = turns.next(); next.isPresent(); next = turns.next()) {
        Member member = next.get();
        try {
          started(member);
          ended(new MemberRun(fleet, member, plan, () -> stopped).perform());
        } finally {
          turns.over(member);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private synchronized void failed(Throwable e) {
    fault = e;
    stop();
  }

  private synchronized void started(Member member) {
    running++;
    listener.memberStarted(member, running);
  }

  private synchronized void ended(MemberResult result) {
    running--;
    results.put(result.name(), result);
    listener.memberEnded(result, results.size(), fleet.members().size());
  }

  /**
   * Returns what is known by now.
   *
   * @param version of the kit
   * @param seed that the members' runs were given
   * @param baseline an earlier comparison, if one was named
   */
  public synchronized Comparison result(String version, long seed, Optional<Baseline> baseline) {
    List<MemberResult> members =
        fleet.members().stream()
            .map(
                member ->
                    Optional.ofNullable(results.get(member.name()))
                        .orElseGet(
                            () ->
                                new MemberRun(fleet, member, plan, () -> true)
                                    .notRun("the comparison was interrupted before its turn")))
            .toList();
    Behaviours behaviours = Behaviours.of(members);
    return new Comparison(
        version,
        fleet.file(),
        seed,
        started,
        Duration.between(started, Instant.now()),
        !stopped,
        cases(members),
        members,
        behaviours,
        Cluster.of(members, behaviours),
        baseline.map(earlier -> earlier.changes(members, fleet.names())));
  }

  /** In the order of the catalogue: the same kit ran them. */
  private static List<ComparedCase> cases(List<MemberResult> members) {
    Set<String> seen = new HashSet<>();
    members.forEach(member -> member.cells().forEach(cell -> seen.add(cell.caseId())));
    return Catalogue.cases().stream()
        .filter(info -> seen.contains(info.id()))
        .map(FleetRun::compared)
        .toList();
  }

  private static ComparedCase compared(CaseInfo info) {
    return new ComparedCase(info.id(), info.level(), info.rule().rule());
  }
}
