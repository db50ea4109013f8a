package dev.echospec.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A process and everything that it started, also what has detached itself from it: a mark in the
 * environment is inherited by all of them, and /proc shows it (Linux).
 */
public final class ProcessTree {
  /** Name of the environment variable whose value marks the tree of a target. */
  static final String MARK = "ECHOSPEC_TARGET";

  static final Path PROC = Path.of("/proc");
  private static final long KIB = 1024;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  private final Process root;
  private final byte[] mark;
  private final Instant since;
  private final Set<String> pipes;

  /**
   * @param root of the tree
   * @param variable name of the environment variable that marks it, which was set for the root
   * @param value of that variable, such as no other tree has
   */
  public ProcessTree(Process root, String variable, String value) {
    this.root = root;
    this.mark = (variable + "=" + value).getBytes(StandardCharsets.UTF_8);
    // A root that has ended already has no start any more: it was not before that of the kit.
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
   * All processes of the tree that are there now; zombies have no environment and are not. Each is
   * known by its PID and its start: what takes the PID of one that has ended is not signalled.
   */
  Set<ProcessHandle> members() {
    Set<ProcessHandle> members = new LinkedHashSet<>();
    if (root.isAlive()) {
      root.descendants().forEach(members::add);
      members.add(root.toHandle());
      if (!root.isAlive()) {
        // It ended meanwhile: these may be descendants of what has taken its PID.
        members.clear();
      }
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              // Still marked and alive: the handle is of this process, and not of a later one.
              .filter(handle -> isMarked(process) && handle.isAlive())
              .ifPresent(members::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No /proc here: the descendants are all that can be known.
    }
    return members;
  }

  private boolean isMarked(Path process) {
    return contains(environment(process), mark);
  }

  static byte[] environment(Path process) {
    try {
      return Files.readAllBytes(process.resolve("environ"));
    } catch (IOException e) {
      return new byte[0];
    }
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

  /** Asks all of them to end, and ends those that do not. Returns when none is left, or soon. */
  public void end() {
    end(this::members);
  }

  /**
   * Ends in the same way what has left the tree, with an environment of its own, as far as {@link
   * Detached} finds it.
   *
   * @param port that the target listened on
   */
  void endDetached(int port) {
    Detached detached = new Detached(port, since, pipes, mark);
    end(detached::find);
  }

  private static void end(Supplier<Set<ProcessHandle>> processes) {
    Set<ProcessHandle> members = processes.get();
    members.forEach(ProcessHandle::destroy);
    awaitEnd(members);
    for (int i = 0; i < 3 && !members.isEmpty(); i++) {
      // Again from the start: a process that was just being forked was not in the list.
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

  /** A zombie has ended, though in a container there may be nobody to wait for orphans. */
  private static boolean isRunning(ProcessHandle member) {
    return member.isAlive() && !isZombie(PROC.resolve(Long.toString(member.pid())));
  }

  /** Counts what the tree holds, where /proc tells it. */
  Optional<Resources> resources() {
    if (!root.isAlive()
        || !Files.isDirectory(PROC.resolve(Long.toString(root.pid())).resolve("fd"))) {
      return Optional.empty();
    }
    int descriptors = 0;
    int threads = 0;
    int zombies = 0;
    long memory = 0;
    Set<ProcessHandle> members = members();
    for (ProcessHandle member : members) {
      Path process = PROC.resolve(Long.toString(member.pid()));
      descriptors += count(process.resolve("fd"));
      threads += count(process.resolve("task"));
      zombies += isZombie(process) ? 1 : 0;
      memory += bytes(process.resolve("status"), "VmRSS:");
    }
    return Optional.of(
        new Resources(
            descriptors,
            threads,
            members.size(),
            zombies,
            memory,
            bytes(PROC.resolve("meminfo"), "MemTotal:")));
  }

  /** A figure from a file with lines such as "VmRSS: 1234 kB"; 0 if it is not there. */
  private static long bytes(Path file, String name) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // It ended while it was being counted; a zombie has none.
      return 0;
    }
  }

  private static int count(Path folder) {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path ignored : entries) {
        count++;
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It ended while it was being counted.
    }
    return count;
  }

  /** Whether the process of a folder below /proc has ended and was not waited for. */
  public static boolean isZombie(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false;
    }
  }
}
