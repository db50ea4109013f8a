package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import dev.echospec.server.LinuxProc;
import dev.echospec.server.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts what a running container holds: from outside, with the engine and /proc, and where that is
 * not enough with the container's own shell. The shell comes with the server and is not trusted:
 * its output is bounded, and output in any other form counts as none.
 */
final class ContainerInside {
  /** Stands for a number of descriptors that this user may not read. */
  static final int UNCOUNTED = -1;

  /** The link that names the PID namespace of a process. */
  private static final String NAMESPACE = "ns/pid";

  /** Bound of a script. */
  private static final int SECONDS = 15;

  private static final long KIB = 1024;

  /** Last line of a complete answer. */
  private static final String END = "end";

  /** Bound of an answer in bytes; these scripts print less. */
  private static final int LONGEST_ANSWER = 1 << 20;

  /** Larger than any count of a machine. */
  private static final String NUMBER = "[0-9]{1,12}";

  private static final Pattern PROCESS =
      Pattern.compile("([A-Za-z]\\S*) (" + NUMBER + ") (" + NUMBER + ") (-1|" + NUMBER + ")");

  /**
   * Prints one line a process: state, threads, resident KiB, descriptors or -1. Uses shell builtins
   * only, since the image may have no other program; leaves the shell itself out.
   */
  private static final String COUNT =
      """
      for p in /proc/[0-9]*; do
        [ "$p" = "/proc/$$" ] && continue
        s= t=0 r=0 f=-1
        { while read -r k v _; do
          case $k in
            State:) s=$v ;;
            Threads:) t=$v ;;
            VmRSS:) r=$v ;;
          esac
        done < "$p/status"; } 2>/dev/null
        [ -n "$s" ] || continue
        set -- "$p"/fd/*
        if [ -h "$1" ]; then f=$#; elif [ "$s" = Z ]; then f=0; fi
        echo "$s $t $r $f"
      done
      echo end
      """;

  private static final String LISTEN =
      """
      for f in /proc/net/tcp /proc/net/tcp6; do
        [ -r $f ] && while read -r l; do echo "$l"; done < $f
      done
      echo end
      """;

  private final DockerClient client;
  private final String container;
  private final long machine;
  private volatile boolean noShell;

  /**
   * Looks at nothing yet.
   *
   * @param client of the engine
   * @param container its id
   * @param machine bytes of memory that runtimes in the container take for the machine's
   */
  ContainerInside(DockerClient client, String container, long machine) {
    this.client = client;
    this.container = container;
    this.machine = machine;
  }

  /** Returns what the server holds; empty if that cannot be counted or the container has ended. */
  Optional<Resources> resources() {
    Optional<Resources> outside = fromOutside();
    OptionalInt zombies = zombiesFromOutside();
    if (outside.filter(held -> held.descriptors() != UNCOUNTED).isPresent()
        && zombies.isPresent()) {
      return outside.map(held -> held.with(held.descriptors(), zombies.getAsInt()));
    }
    Optional<Resources> inside = resourcesAsItsShellCounts();
    // The engine is trusted, the container is not: only missing counts come from the shell.
    return outside
        .map(held -> inside.map(own -> held.with(own.descriptors(), own.zombies())).orElse(held))
        .or(() -> inside);
  }

  /** Returns the counts of the shell; empty without a shell, or if it prints anything else. */
  Optional<Resources> resourcesAsItsShellCounts() {
    return shell(COUNT).flatMap(counted -> parse(counted, machine));
  }

  /** Returns the listening sockets; empty if they cannot be read. */
  Optional<Listeners> listeners() {
    return socketsFromOutside().or(() -> shell(LISTEN)).map(Listeners::parse);
  }

  /**
   * Parses the output of {@link #COUNT}.
   *
   * @param counted the output without its last line
   * @param machine bytes of memory that runtimes in the container take for the machine's
   * @return empty for any other text
   */
  static Optional<Resources> parse(String counted, long machine) {
    Sum sum = new Sum();
    for (String line : counted.lines().toList()) {
      Matcher process = PROCESS.matcher(line);
      if (!process.matches()) {
        return Optional.empty();
      }
      sum.add(
          Long.parseLong(process.group(4)),
          Long.parseLong(process.group(2)),
          process.group(1).equals("Z"),
          Long.parseLong(process.group(3)) * KIB);
    }
    return sum.resources(machine);
  }

  /** Sums over all processes. */
  private static final class Sum {
    private long descriptors;
    private long threads;
    private int processes;
    private int zombies;
    private long memory;

    void add(long its, long running, boolean zombie, long resident) {
      descriptors = its < 0 || descriptors < 0 ? UNCOUNTED : descriptors + its;
      threads += running;
      processes++;
      zombies += zombie ? 1 : 0;
      memory += resident;
    }

    /** Returns the sums; empty without a process, or if a sum is impossibly large. */
    Optional<Resources> resources(long machine) {
      return processes == 0 || Math.max(descriptors, threads) > Integer.MAX_VALUE || memory < 0
          ? Optional.empty()
          : Optional.of(
              new Resources((int) descriptors, (int) threads, processes, zombies, memory, machine));
    }
  }

  /** Asks the engine for processes, threads and memory, and /proc for descriptors. */
  private Optional<Resources> fromOutside() {
    TopContainerResponse top;
    try {
      top = client.topContainerCmd(container).withPsArgs("-eo pid,stat,nlwp,rss").exec();
    } catch (DockerException e) {
      return Optional.empty();
    }
    if (top.getProcesses() == null) {
      // The container ended during the count.
      return Optional.empty();
    }
    Sum sum = new Sum();
    for (String[] process : top.getProcesses()) {
      boolean zombie = process[1].startsWith("Z");
      sum.add(
          zombie ? 0 : descriptors(process[0]),
          Long.parseLong(process[2]),
          zombie,
          Long.parseLong(process[3]) * KIB);
    }
    return sum.resources(machine);
  }

  /**
   * Counts zombies by their PID namespace: they have left the control group, by which the engine
   * finds the processes of a container. Empty where this user may not read it.
   */
  private OptionalInt zombiesFromOutside() {
    try {
      Optional<String> namespace = firstProcess().flatMap(first -> first.link(NAMESPACE));
      if (namespace.isEmpty()) {
        return OptionalInt.empty();
      }
      int zombies = 0;
      for (LinuxProc process : LinuxProc.all()) {
        if (process.isZombie()) {
          Optional<String> its = process.link(NAMESPACE);
          if (its.isEmpty()) {
            return OptionalInt.empty();
          }
          zombies += its.equals(namespace) ? 1 : 0;
        }
      }
      return OptionalInt.of(zombies);
    } catch (DockerException e) {
      return OptionalInt.empty();
    }
  }

  private int descriptors(String pid) {
    LinuxProc process = LinuxProc.of(Long.parseLong(pid));
    return isOurs(process) ? process.count("fd").orElse(UNCOUNTED) : UNCOUNTED;
  }

  /** Returns the container's first process, if it is on this machine. */
  private Optional<LinuxProc> firstProcess() {
    Long pid = client.inspectContainerCmd(container).exec().getState().getPidLong();
    return Optional.ofNullable(pid).map(LinuxProc::of).filter(this::isOurs);
  }

  /** The engine's process numbers are valid only if the engine runs on this machine. */
  private boolean isOurs(LinuxProc process) {
    return process.text("cgroup").filter(text -> text.contains(container)).isPresent();
  }

  private Optional<String> socketsFromOutside() {
    try {
      return firstProcess()
          .map(
              first ->
                  Stream.of("net/tcp", "net/tcp6")
                      .flatMap(table -> first.text(table).stream())
                      .collect(Collectors.joining()));
    } catch (DockerException e) {
      return Optional.empty();
    }
  }

  /** Returns the output of a script; empty without a shell, or if the container has ended. */
  private Optional<String> shell(String script) {
    if (noShell) {
      return Optional.empty();
    }
    try (Printed printed = new Printed()) {
      String exec =
          client
              .execCreateCmd(container)
              .withAttachStdout(true)
              .withCmd("sh", "-c", script)
              .exec()
              .getId();
      client.execStartCmd(exec).exec(printed);
      boolean ended = printed.awaitCompletion(SECONDS, TimeUnit.SECONDS);
      String text = printed.text();
      if (ended && text.endsWith(END)) {
        return Optional.of(text.substring(0, text.length() - END.length()));
      }
      Long status = client.inspectExecCmd(exec).exec().getExitCodeLong();
      // 126 and 127: there is no usable shell. A shell that prints without end or hangs would cost
      // as much each time. Other failures may pass.
      boolean unusable = status != null && List.of(126L, 127L).contains(status);
      noShell = !ended || printed.isTooLong() || unusable;
    } catch (DockerException | IOException e) {
      // It has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static final class Printed extends ResultCallback.Adapter<Frame> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLong;

    @Override
    public void onNext(Frame frame) {
      if (!keep(frame.getPayload())) {
        // Stop reading.
        onComplete();
      }
    }

    private synchronized boolean keep(byte[] more) {
      tooLong = tooLong || bytes.size() + more.length > LONGEST_ANSWER;
      if (!tooLong) {
        bytes.writeBytes(more);
      }
      return !tooLong;
    }

    synchronized boolean isTooLong() {
      return tooLong;
    }

    /** Returns "" for an answer that was too long. */
    synchronized String text() {
      return tooLong ? "" : bytes.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
