package dev.echospec.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What only Linux tells, by the files of /proc: one process of this machine, and, by static
 * methods, all of them and the kernel. Nothing else in the kit reads /proc of this machine. On
 * other systems, and where /proc is not mounted, all of it is empty. Then
 *
 * <ul>
 *   <li>only the descendants of a command are known, and ended with it ({@link ProcessTree}, {@link
 *       Detached});
 *   <li>a command outlives a kit that is killed ({@link Watchdog});
 *   <li>descriptors, threads and memory are not counted: the cases that need it are skipped;
 *   <li>nothing ends connections in TIME_WAIT, or tells what blocks a port: a command on a fixed
 *       port is started all the same ({@link FixedPort});
 *   <li>a server in this process is dead when it no longer answers ({@link InProcessTarget});
 *   <li>the number of local ports is taken for large ({@link ConnectionCapacity});
 *   <li>containers of a killed run are left to the engine's reaper.
 * </ul>
 *
 * @param folder of the process, such as {@code /proc/1}
 */
public record LinuxProc(Path folder) {
  private static final Path ROOT = Path.of("/proc");
  private static final boolean HERE =
      System.getProperty("os.name").equals("Linux") && Files.isDirectory(ROOT.resolve("self"));

  private static final long KIB = 1024;

  /** Returns whether this system tells anything. */
  public static boolean isHere() {
    return HERE;
  }

  /** Returns the process with a number, which need not exist. */
  public static LinuxProc of(long pid) {
    return new LinuxProc(ROOT.resolve(Long.toString(pid)));
  }

  /** Returns the kit. */
  public static LinuxProc self() {
    return new LinuxProc(ROOT.resolve("self"));
  }

  /** Returns all processes that are running now, zombies included. */
  public static List<LinuxProc> all() {
    List<LinuxProc> all = new ArrayList<>();
    if (HERE) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, "[0-9]*")) {
        folders.forEach(folder -> all.add(new LinuxProc(folder)));
      } catch (IOException | DirectoryIteratorException e) {
        all.clear();
      }
    }
    return all;
  }

  /**
   * Reads what the kernel says of itself.
   *
   * @param file below /proc, such as {@code sys/net/ipv4/tcp_rfc1337}
   * @return its text without blanks around it
   */
  public static Optional<String> kernel(String file) {
    return new LinuxProc(ROOT).text(file).map(String::strip);
  }

  /** Returns the bytes of the machine's memory; 0 if unknown. */
  static long memory() {
    return new LinuxProc(ROOT).bytes("meminfo", "MemTotal:");
  }

  long pid() {
    return Long.parseLong(folder.getFileName().toString());
  }

  /**
   * Reads a file of the process.
   *
   * @param file such as {@code cgroup}
   * @return empty if it has ended, or if this user may not read the file
   */
  public Optional<String> text(String file) {
    return Optional.of(read(file))
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private byte[] read(String file) {
    if (HERE) {
      // Not by Files.readAllBytes: it takes the first byte of a file without a size alone, and the
      // kernel gives a setting to one read only.
      try (InputStream in = Files.newInputStream(folder.resolve(file))) {
        return in.readAllBytes();
      } catch (IOException e) {
        // It has ended, or belongs to another user.
      }
    }
    return new byte[0];
  }

  /** Returns the environment as the process got it, without an entry for a zombie. */
  byte[] environment() {
    return read("environ");
  }

  /**
   * Returns where a link of the process leads.
   *
   * @param name such as {@code ns/pid}
   */
  public Optional<String> link(String name) {
    if (HERE) {
      try {
        return Optional.of(Files.readSymbolicLink(folder.resolve(name)).toString());
      } catch (IOException e) {
        // It has ended, or belongs to another user.
      }
    }
    return Optional.empty();
  }

  /** Returns the links of its descriptors, such as "pipe:[123]", as far as they can be read. */
  Set<String> descriptors() {
    Set<String> links = new HashSet<>();
    if (HERE) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.resolve("fd"))) {
        for (Path descriptor : all) {
          links.add(Files.readSymbolicLink(descriptor).toString());
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has ended, or belongs to another user.
      }
    }
    return links;
  }

  /**
   * Counts the entries of a folder of the process.
   *
   * @param name such as {@code fd}
   * @return empty if the folder cannot be read or the process has ended
   */
  public OptionalInt count(String name) {
    if (HERE) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(name))) {
        int count = 0;
        for (Path ignored : entries) {
          count++;
        }
        return OptionalInt.of(count);
      } catch (IOException | DirectoryIteratorException e) {
        // It has ended, or belongs to another user.
      }
    }
    return OptionalInt.empty();
  }

  /** Returns how long that of its threads which waited longest has waited for a processor. */
  public Duration waitedForProcessor() {
    long longest = 0;
    if (HERE) {
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder.resolve("task"))) {
        for (Path task : tasks) {
          String[] fields = new LinuxProc(task).text("schedstat").orElse("").split(" ");
          longest = Math.max(longest, fields.length > 1 ? Long.parseLong(fields[1]) : 0);
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has ended, or belongs to another user.
      }
    }
    return Duration.ofNanos(longest);
  }

  /** Returns whether it has ended and its parent has not waited for it. */
  public boolean isZombie() {
    return afterName().filter(fields -> fields.startsWith("Z")).isPresent();
  }

  /** Returns its session; empty if unknown. */
  Optional<String> session() {
    return afterName().map(fields -> fields.split(" ")[3]);
  }

  /** The fields after the program's name, which may contain any character. */
  private Optional<String> afterName() {
    return text("stat").map(stat -> stat.substring(stat.lastIndexOf(')') + 2));
  }

  /** Returns the memory that it occupies in bytes; 0 if unknown, and for a zombie. */
  long resident() {
    return bytes("status", "VmRSS:");
  }

  /** Returns the bytes of a line such as "VmRSS: 1234 kB"; 0 if the file has no such line. */
  private long bytes(String file, String name) {
    return text(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
        .findFirst()
        .orElse(0);
  }
}
