package dev.echospec.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the processes of a target that have left its tree: they have forked twice, and have an
 * environment without the mark ({@link LinuxProc}). Their descriptors identify them:
 *
 * <ul>
 *   <li>a pipe that carries the target's output to the kit: no other process can have one;
 *   <li>a socket that listens on the target's port, where nothing listened when the command was
 *       started. Another program may have taken the port since. So the process must also belong to
 *       the kit's user, to the kit's control group and to no other target, must have started after
 *       the command, and must be an orphan in a session of its own.
 * </ul>
 */
final class Detached {
  private static final long INIT = 1;

  private final int port;
  private final Instant since;
  private final Set<String> pipes;
  private final byte[] mark;
  private final ProcessHandle kit = ProcessHandle.current();
  private final Set<Long> ancestors =
      Stream.iterate(kit.parent(), Optional::isPresent, one -> one.flatMap(ProcessHandle::parent))
          .map(one -> one.orElseThrow().pid())
          .collect(Collectors.toSet());

  /**
   * Looks for nothing yet.
   *
   * @param port that the target listened on
   * @param since when its command was started
   * @param pipes of its output, as links of descriptors show them
   * @param mark of the target, as an entry of an environment
   */
  Detached(int port, Instant since, Set<String> pipes, byte[] mark) {
    this.port = port;
    this.since = since;
    this.pipes = pipes;
    this.mark = mark;
  }

  /**
   * Returns the pipes between the kit and a process that it has just started, as the links of
   * descriptors show them; fewer if the process has already closed some or has ended.
   */
  static Set<String> pipesTo(long pid) {
    Set<String> pipes = LinuxProc.of(pid).descriptors();
    pipes.removeIf(link -> !link.startsWith("pipe:"));
    if (!pipes.isEmpty()) {
      pipes.retainAll(LinuxProc.self().descriptors());
    }
    return Set.copyOf(pipes);
  }

  /** Returns the processes that match now, with their descendants. */
  Set<ProcessHandle> find() {
    Set<String> listening = TcpSocket.listeningOn(port);
    Set<ProcessHandle> found = new LinkedHashSet<>();
    if (listening.isEmpty() && pipes.isEmpty()) {
      return found;
    }
    ProcessHandle.allProcesses()
        .filter(process -> !process.equals(kit) && !ancestors.contains(process.pid()))
        .forEach(
            process -> {
              Set<String> held = LinuxProc.of(process.pid()).descriptors();
              if (held.stream().anyMatch(pipes::contains)) {
                Optional.of(process).filter(one -> !isChildOfTheKit(one)).ifPresent(found::add);
              } else if (held.stream().anyMatch(listening::contains)) {
                top(process).filter(this::isOurs).ifPresent(found::add);
              }
            });
    Set.copyOf(found).forEach(process -> process.descendants().forEach(found::add));
    // Still alive, so all that was read belongs to them and not to later owners of their PIDs.
    found.removeIf(process -> !process.isAlive());
    return found;
  }

  /** Returns the outermost ancestor that has started after the command, or the process itself. */
  private Optional<ProcessHandle> top(ProcessHandle process) {
    return Stream.iterate(
            Optional.of(process),
            one -> one.filter(this::hasBegunSince).isPresent(),
            one -> one.flatMap(ProcessHandle::parent))
        .map(Optional::orElseThrow)
        .reduce((inner, outer) -> outer);
  }

  private boolean hasBegunSince(ProcessHandle process) {
    return process.info().startInstant().filter(start -> !start.isBefore(since)).isPresent()
        && !process.equals(kit)
        && !ancestors.contains(process.pid());
  }

  /** A child that the kit is forking holds copies of all pipes for a moment. */
  private boolean isChildOfTheKit(ProcessHandle process) {
    return kit.pid() != INIT && process.parent().filter(kit::equals).isPresent();
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().user().equals(kit.info().user())
        && controlGroup(LinuxProc.of(process.pid())).equals(controlGroup(LinuxProc.self()))
        && isDetached(process)
        && !bearsAnotherMark(process);
  }

  private boolean isDetached(ProcessHandle process) {
    Optional<ProcessHandle> parent = process.parent();
    return parent
        .filter(one -> one.pid() == INIT || ancestors.contains(one.pid()))
        .filter(one -> !session(one).equals(session(process)))
        .isPresent();
  }

  private boolean bearsAnotherMark(ProcessHandle process) {
    byte[] environment = LinuxProc.of(process.pid()).environment();
    String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
    return text.contains("\0" + ProcessTree.MARK + "=") && !ProcessTree.contains(environment, mark);
  }

  private static Optional<String> controlGroup(LinuxProc process) {
    return process.text("cgroup");
  }

  private static Optional<String> session(ProcessHandle process) {
    return LinuxProc.of(process.pid()).session();
  }
}
