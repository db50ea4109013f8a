package dev.echospec.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that containers belong to, as it is written on them: a later one sees whether it is
 * still there.
 *
 * @param host where it runs; process numbers mean something there only
 * @param pid its number
 * @param started when, in milliseconds since 1970; numbers are used again
 */
record Owner(String host, long pid, long started) {
  /** The label that names the owner of a container. */
  static final String LABEL = "dev.echospec.owner";

  /** A start time is derived from the clock, which may have been set since. */
  private static final Duration CLOCK = Duration.ofSeconds(10);

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PROCESS_NUMBERS = Path.of("/proc/self/ns/pid");
  private static final Pattern WRITTEN = Pattern.compile("([^/]+)/([0-9]{1,18})/([0-9]{1,18})");
  private static final Pattern PROJECT =
      Pattern.compile("echospec-([0-9a-f]+)-([0-9]{1,18})-([0-9]{1,18})-.*");

  private static final Owner SELF = read();

  /** This process. */
  static Owner self() {
    return SELF;
  }

  private static Owner read() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(
        hostName() + processNumbers(),
        self.pid(),
        self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  private static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      // Not Linux: its variable is as good.
      return Optional.ofNullable(System.getenv("HOSTNAME"))
          .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")))
          .orElse("localhost");
    }
  }

  /** A container may have the name of its host and count processes by itself all the same. */
  private static String processNumbers() {
    try {
      return "-" + Files.readSymbolicLink(PROCESS_NUMBERS).toString().replaceAll("[^0-9]", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** The value of {@link #LABEL}. */
  String label() {
    return host + "/" + pid + "/" + started;
  }

  /** What the names of this owner's compose projects begin with. */
  String project() {
    return "echospec-" + Integer.toHexString(host.hashCode()) + "-" + pid + "-" + started + "-";
  }

  /** Whether what bears this label belongs to a process of this host that has ended. */
  boolean hasLeft(String label) {
    Matcher matcher = WRITTEN.matcher(label);
    return matcher.matches() && matcher.group(1).equals(host) && isGone(matcher);
  }

  /** Likewise for the name of a compose project, or a name that begins with one. */
  boolean hasLeftProject(String name) {
    Matcher matcher = PROJECT.matcher(name);
    return matcher.matches()
        && matcher.group(1).equals(Integer.toHexString(host.hashCode()))
        && isGone(matcher);
  }

  private static boolean isGone(Matcher matcher) {
    long then = Long.parseLong(matcher.group(3));
    return ProcessHandle.of(Long.parseLong(matcher.group(2)))
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
