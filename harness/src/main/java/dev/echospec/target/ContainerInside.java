package dev.echospec.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What can be seen inside a running container: with its own shell, or else from outside, which only
 * goes where the engine is on this machine and this user may look.
 */
final class ContainerInside {
  /** Stands for a number of descriptors that this user may not look at. */
  static final int UNCOUNTED = -1;

  private static final int SECONDS = 15;
  private static final long KIB = 1024;
  private static final Path PROC = Path.of("/proc");

  /** Tells that an answer is whole. */
  private static final String END = "end";

  /**
   * One line a process: state, threads, resident KiB, descriptors or -1. Nothing but what every
   * shell does by itself, since there may be no other program; the shell does not count itself.
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
   * @param client of the engine
   * @param container its id
   * @param machine bytes of memory that it may think the machine has
   */
  ContainerInside(DockerClient client, String container, long machine) {
    this.client = client;
    this.container = container;
    this.machine = machine;
  }

  /** What the server holds; empty if the container is gone. */
  Optional<Resources> resources() {
    Optional<String> counted = shell(COUNT);
    return counted.isPresent() ? Optional.of(parse(counted.get())) : fromOutside();
  }

  /** The sockets that listen; empty if they cannot be seen. */
  Optional<Listeners> listeners() {
    return shell(LISTEN).or(this::socketsFromOutside).map(Listeners::parse);
  }

  private Resources parse(String counted) {
    Sum sum = new Sum();
    for (String line : counted.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 4) {
        sum.add(
            Integer.parseInt(words[3]),
            Integer.parseInt(words[1]),
            words[0].equals("Z"),
            Long.parseLong(words[2]) * KIB);
      }
    }
    return sum.resources();
  }

  /** Over all processes. */
  private final class Sum {
    private int descriptors;
    private int threads;
    private int processes;
    private int zombies;
    private long memory;

    void add(int its, int running, boolean zombie, long resident) {
      descriptors = its < 0 || descriptors < 0 ? UNCOUNTED : Math.addExact(descriptors, its);
      threads += running;
      processes++;
      zombies += zombie ? 1 : 0;
      memory += resident;
    }

    Resources resources() {
      return new Resources(descriptors, threads, processes, zombies, memory, machine);
    }
  }

  /** The engine counts processes and threads for itself. */
  private Optional<Resources> fromOutside() {
    TopContainerResponse top;
    try {
      top = client.topContainerCmd(container).withPsArgs("-eo pid,stat,nlwp,rss").exec();
    } catch (DockerException e) {
      return Optional.empty();
    }
    if (top.getProcesses() == null) {
      // It ended while the engine was counting.
      return Optional.empty();
    }
    Sum sum = new Sum();
    for (String[] process : top.getProcesses()) {
      boolean zombie = process[1].startsWith("Z");
      sum.add(
          zombie ? 0 : descriptors(process[0]),
          Integer.parseInt(process[2]),
          zombie,
          Long.parseLong(process[3]) * KIB);
    }
    return Optional.of(sum.resources());
  }

  private int descriptors(String pid) {
    Path process = PROC.resolve(pid);
    if (!isOurs(process)) {
      return UNCOUNTED;
    }
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path ignored : entries) {
        count++;
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return UNCOUNTED;
    }
    return count;
  }

  /** A process number that the engine tells means something only where the engine is. */
  private boolean isOurs(Path process) {
    try {
      return Files.readString(process.resolve("cgroup"), StandardCharsets.ISO_8859_1)
          .contains(container);
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<String> socketsFromOutside() {
    try {
      InspectContainerResponse.ContainerState state =
          client.inspectContainerCmd(container).exec().getState();
      Path process = PROC.resolve(String.valueOf(state.getPidLong()));
      if (!isOurs(process)) {
        return Optional.empty();
      }
      StringBuilder text = new StringBuilder();
      for (String file : List.of("net/tcp", "net/tcp6")) {
        if (Files.isReadable(process.resolve(file))) {
          text.append(Files.readString(process.resolve(file)));
        }
      }
      return Optional.of(text.toString());
    } catch (DockerException | IOException e) {
      return Optional.empty();
    }
  }

  /** What a script prints; empty if there is no shell, or the container is gone. */
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
      // 126 and 127: it cannot be run, or is not there. Anything else may be otherwise next time.
      noShell = status != null && Arrays.asList(126L, 127L).contains(status);
    } catch (DockerException | IOException e) {
      // It has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static final class Printed extends ResultCallback.Adapter<Frame> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void onNext(Frame frame) {
      bytes.writeBytes(frame.getPayload());
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
