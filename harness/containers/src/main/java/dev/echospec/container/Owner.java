package dev.echospec.container;

import dev.echospec.server.LinuxProc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that containers belong to, as their labels name it: a later process finds out whether
 * it still runs. Several machines may share an engine, so a process number alone is no identity.
 *
 * @param host the name of its machine, for people
 * @param place digest of the machine, its boot, the PID namespace and the user: process numbers can
 *     be looked up only within one place. Random where the system hides these, so that containers
 *     of other owners are never taken for leftovers
 * @param pid its process number
 * @param started milliseconds since 1970; tells later processes with the same number apart
 */
record Owner(String host, String place, long pid, long started) {
  /** The label that names the owner of a container. */
  static final String LABEL = "dev.echospec.owner";

  /** Tolerance for start times, which move when the clock is set. */
  private static final Duration CLOCK = Duration.ofSeconds(10);

  private static final String HOST_NAME = "sys/kernel/hostname";
  private static final String BOOT = "sys/kernel/random/boot_id";
  private static final Path MACHINE = Path.of("/etc/machine-id");
  private static final String PROCESS_NUMBERS = "ns/pid";
  private static final int DIGITS = 20;
  private static final Pattern WRITTEN =
      Pattern.compile("[^/]*/([0-9a-f]{20})/([0-9]{1,18})/([0-9]{1,18})");
  private static final Pattern PROJECT =
      Pattern.compile("echospec-([0-9a-f]{20})-([0-9]{1,18})-([0-9]{1,18})-.*");

  private static final Owner SELF = read();

  /** Returns this process. */
  static Owner self() {
    return SELF;
  }

  private static Owner read() {
    ProcessHandle self = ProcessHandle.current();
    String host = LinuxProc.kernel(HOST_NAME).orElse("localhost");
    return new Owner(
        host,
        place(
            host,
            machine(),
            LinuxProc.kernel(BOOT).orElseGet(Owner::unknown),
            processNumbers().orElseGet(Owner::unknown),
            System.getProperty("user.name")),
        self.pid(),
        self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  /**
   * Digests the identity of a place.
   *
   * @param host the name of the machine
   * @param machine its id, which copies of one disk share; may be empty
   * @param boot the id of the kernel's boot
   * @param processNumbers the PID namespace
   * @param user /proc may hide the processes of other users, which would seem to have ended
   */
  static String place(
      String host, String machine, String boot, String processNumbers, String user) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(host, machine, boot, processNumbers, user)) {
        digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns a value that equals no other. */
  private static String unknown() {
    return UUID.randomUUID().toString();
  }

  private static String machine() {
    try {
      return Files.readString(MACHINE).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Identifies the PID namespace: a container may share its host's name but not its processes. */
  private static Optional<String> processNumbers() {
    return LinuxProc.self().link(PROCESS_NUMBERS);
  }

  /** Returns the value of {@link #LABEL}. */
  String label() {
    return host + "/" + place + "/" + pid + "/" + started;
  }

  /** Returns the prefix of the names of this owner's compose projects. */
  String project() {
    return "echospec-" + place + "-" + pid + "-" + started + "-";
  }

  /** Returns whether a label names a process of this place that has ended. */
  boolean hasLeft(String label) {
    return hasLeft(WRITTEN.matcher(label));
  }

  /** Returns the same for a name that begins with a compose project's. */
  boolean hasLeftProject(String name) {
    return hasLeft(PROJECT.matcher(name));
  }

  private boolean hasLeft(Matcher matcher) {
    return matcher.matches()
        && matcher.group(1).equals(place)
        && isGone(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  private static boolean isGone(long pid, long then) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(now -> Math.abs(now.toEpochMilli() - then) < CLOCK.toMillis())
                    .orElse(true))
        .isEmpty();
  }
}
