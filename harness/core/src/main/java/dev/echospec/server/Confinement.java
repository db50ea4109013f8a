package dev.echospec.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Privileges and limits of a container that the kit starts. An echo server needs no privilege, and
 * an unreviewed image should get none.
 *
 * @param capabilities Linux capabilities that it keeps, in capitals and without {@code CAP_}, in
 *     alphabetical order; all others are dropped
 * @param memory bytes of memory, swap included; 6 MiB or more, which is the engine's own minimum
 * @param processes processes and threads, 1 or more
 * @param unconfined whether it runs with the engine's defaults instead of all of this
 */
public record Confinement(
    List<String> capabilities, long memory, int processes, boolean unconfined) {
  private static final long MIB = 1 << 20;

  /** Ten times what correct servers use in a run with default tries. */
  private static final long MEMORY = 2048 * MIB;

  /** One thread for each of the 10,000 connections of a thorough run, and a reserve. */
  private static final int PROCESSES = 16_384;

  private static final long LEAST_MEMORY = 6 * MIB;
  private static final String UNCONFINED = "--unconfined";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmg])");

  /** The capabilities of Linux, see capabilities(7), and the engine's name for all of them. */
  private static final Set<String> NAMES =
      Set.of(
          ("ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE "
                  + "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE "
                  + "LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE "
                  + "NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT "
                  + "SYS_CHROOT SYSLOG SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO "
                  + "SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM")
              .split(" "));

  /** No capability, no new privileges, 2 GiB of memory and 16,384 processes. */
  public static final Confinement DEFAULT = new Confinement(List.of(), MEMORY, PROCESSES, false);

  /** The engine's own defaults. */
  public static final Confinement NONE = new Confinement(List.of(), MEMORY, PROCESSES, true);

  /**
   * Normalizes the names of capabilities and their order.
   *
   * @throws IllegalArgumentException if a value is out of its bounds; for the user
   */
  public Confinement {
    TreeSet<String> names = new TreeSet<>();
    for (String given : capabilities) {
      String name = given.strip().toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "--cap-add takes the name of a capability, such as NET_BIND_SERVICE, not " + given);
      }
      names.add(name);
    }
    if (memory < LEAST_MEMORY) {
      throw new IllegalArgumentException("--memory takes 6m or more");
    }
    if (processes < 1) {
      throw new IllegalArgumentException("--pids-limit takes a number from 1");
    }
    boolean limited = !names.isEmpty() || memory != MEMORY || processes != PROCESSES;
    if (unconfined && limited) {
      throw new IllegalArgumentException(
          UNCONFINED + " lifts every limit: leave out --cap-add, --memory and --pids-limit");
    }
    capabilities = List.copyOf(names);
  }

  /**
   * Reads an amount of memory.
   *
   * @param size such as {@code 512m} or {@code 4g}
   * @return bytes
   * @throws IllegalArgumentException if it is no such text; for the user
   */
  public static long bytes(String size) {
    Matcher matcher = SIZE.matcher(size.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--memory takes a size such as 512m or 4g, not " + size);
    }
    int unit =
        switch (matcher.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          default -> 30;
        };
    return Long.parseLong(matcher.group(1)) << unit;
  }

  /** Returns the options of the command line that say the same; empty for {@link #DEFAULT}. */
  public List<String> arguments() {
    if (unconfined) {
      return List.of(UNCONFINED);
    }
    List<String> arguments = new ArrayList<>();
    capabilities.forEach(name -> arguments.addAll(List.of("--cap-add", name)));
    if (memory != MEMORY) {
      arguments.addAll(List.of("--memory", size()));
    }
    if (processes != PROCESSES) {
      arguments.addAll(List.of("--pids-limit", Integer.toString(processes)));
    }
    return List.copyOf(arguments);
  }

  private String size() {
    return memory % MIB == 0 ? memory / MIB + "m" : memory / 1024 + "k";
  }

  /**
   * Returns a sentence with the limits and the options that widen them.
   *
   * @return "" for a container with the engine's defaults
   */
  public String inWords() {
    return unconfined
        ? ""
        : "The kit gives the container "
            + (capabilities.isEmpty()
                ? "no capabilities"
                : "no capabilities but " + String.join(", ", capabilities))
            + ", no new privileges, "
            + size()
            + " of memory and "
            + processes
            + " processes: if the server needs more, see --cap-add, --memory, --pids-limit and "
            + UNCONFINED
            + ".";
  }
}
