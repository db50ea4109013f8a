package dev.echospec.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A process with its descendants, detached ones included: all of them inherit a mark in the
 * environment ({@link LinuxProc}; elsewhere only descendants are known).
 */
public final class ProcessTree {
  /** Name of the environment variable whose value marks the tree of a target. */
  static final String MARK = "ECHOSPEC_TARGET";

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  private final Process root;
  private final byte[] mark;
  private final Instant since;
  private final Set<String> pipes;

  /**
   * Reads the pipes of the root, which must have just been started.
   *
   * @param root of the tree
   * @param variable name of the environment variable that marks the tree, set for the root
   * @param value of that variable, unique to this tree
   */
  public ProcessTree(Process root, String variable, String value) {
    this.root = root;
    this.mark = (variable + "=" + value).getBytes(StandardCharsets.UTF_8);
    // A root that has ended has no start time; the kit's own is a lower bound.
    this.since =
        root.info()
            .startInstant()
            .or(ProcessHandle.current().info()::startInstant)
            .orElse(Instant.MAX);
    this.pipes = Detached.pipesTo(root.pid());
  }

  ProcessTree(Process root, String value) {
    this(root, MARK, value);
  }

  /**
   * Returns the processes of the tree without zombies, which have no environment. A handle knows
   * the start time besides the PID, so a process that got the PID later is not signalled.
   */
  Set<ProcessHandle> members() {
    Set<ProcessHandle> members = new LinkedHashSet<>();
    if (root.isAlive()) {
      root.descendants().forEach(members::add);
      members.add(root.toHandle());
      if (!root.isAlive()) {
        // It ended meanwhile: these may descend from another process with its PID.
        members.clear();
      }
    }
    for (LinuxProc process : LinuxProc.all()) {
      if (isMarked(process)) {
        ProcessHandle.of(process.pid())
            // Read again: the handle may be of a later process with the same PID.
            .filter(handle -> isMarked(process) && handle.isAlive())
            .ifPresent(members::add);
      }
    }
    return members;
  }

  private boolean isMarked(LinuxProc process) {
    return contains(process.environment(), mark);
  }

  static boolean contains(byte[] environment, byte[] entry) {
    for (int from = 0; from + entry.length <= environment.length; ) {
      int end = from;
      while (end < environment.length && environment[end] != 0) {
        end++;
      }
      if (Arrays.equals(environment, from, end, entry, 0, entry.length)) {
        return true;
      }
      from = end + 1;
    }
    return false;
  }

  /** Sends SIGTERM to all, and SIGKILL after a grace of 2 s; returns within 8 s. */
  public void end() {
    end(this::members);
  }

  /**
   * Ends in the same way the processes without the mark that {@link Detached} finds.
   *
   * @param port that the target listened on
   */
  public void endDetached(int port) {
    Detached detached = new Detached(port, since, pipes, mark);
    end(detached::find);
  }

  private static void end(Supplier<Set<ProcessHandle>> processes) {
    Set<ProcessHandle> members = processes.get();
    members.forEach(ProcessHandle::destroy);
    awaitEnd(members);
    for (int i = 0; i < 3 && !members.isEmpty(); i++) {
      // List again: a process that was being forked was not in the list.
      members = processes.get();
      members.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(members);
    }
  }

  private static void awaitEnd(Set<ProcessHandle> members) {
    long until = System.nanoTime() + GRACE.toNanos();
    while (members.stream().anyMatch(ProcessTree::isRunning)
        && System.nanoTime() - until < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL);
    }
  }

  /** A zombie has ended: where no init waits for orphans, it stays for ever. */
  private static boolean isRunning(ProcessHandle member) {
    return member.isAlive() && !LinuxProc.of(member.pid()).isZombie();
  }

  /** Returns the processor time of the running processes; empty where none is known. */
  public Optional<Duration> processorTime() {
    return members().stream()
        .flatMap(member -> member.info().totalCpuDuration().stream())
        .reduce(Duration::plus);
  }

  /** Returns how long one of its running processes has waited for a processor; zero if unknown. */
  public Duration waitedForProcessor() {
    return members().stream()
        .map(member -> LinuxProc.of(member.pid()).waitedForProcessor())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Counts what the tree holds; empty without /proc, or when the root has ended. */
  Optional<Resources> resources() {
    if (!root.isAlive() || LinuxProc.of(root.pid()).count("fd").isEmpty()) {
      return Optional.empty();
    }
    int descriptors = 0;
    int threads = 0;
    int zombies = 0;
    long memory = 0;
    Set<ProcessHandle> members = members();
    for (ProcessHandle member : members) {
      LinuxProc process = LinuxProc.of(member.pid());
      descriptors += process.count("fd").orElse(0);
      threads += process.count("task").orElse(0);
      zombies += process.isZombie() ? 1 : 0;
      memory += process.resident();
    }
    return Optional.of(
        new Resources(descriptors, threads, members.size(), zombies, memory, LinuxProc.memory()));
  }
}
