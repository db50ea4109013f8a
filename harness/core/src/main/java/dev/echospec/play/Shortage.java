package dev.echospec.play;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * This machine lacks a resource that a connection needs on the client's side. No server is to blame
 * for that, and nothing can be concluded about one.
 */
public final class Shortage extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The resources that can run out, each with the bound of the wait for it. */
  enum Of {
    /** Local ports. Each closed connection occupies one for a minute (TIME_WAIT). */
    PORTS(
        Duration.ofSeconds(75),
        "no local port was free for another connection",
        "make fewer tries (--tries), or widen net.ipv4.ip_local_port_range"),
    /** Descriptors. Only this program can free them, as when its last connections close. */
    FILES(
        Duration.ofSeconds(3),
        "no more files could be opened for another connection",
        "raise the limit of open files (ulimit -n)"),
    /** Room in the kernel's table of tracked connections, which {@code engine} watches. */
    TRACKED_CONNECTIONS(
        Duration.ZERO,
        "the kernel's table of tracked connections (nf_conntrack) had no room for another one",
        "raise net.netfilter.nf_conntrack_max, or make fewer tries (--tries)"),
    /** Kernel memory for sockets. */
    BUFFERS(
        Duration.ofSeconds(3),
        "the system had no buffers for another connection",
        "give it more memory");

    final Duration bound;
    private final String what;
    private final String remedy;

    Of(Duration bound, String what, String remedy) {
      this.bound = bound;
      this.what = what;
      this.remedy = remedy;
    }

    /** The resource that a failed connect lacked, if any. The JDK reports it only as a message. */
    static Optional<Of> in(Exception e) {
      String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("cannot assign requested address")
          || message.contains("can't assign requested address")) {
        return Optional.of(PORTS);
      }
      if (message.contains("too many open files")) {
        return Optional.of(FILES);
      }
      return message.contains("no buffer space") ? Optional.of(BUFFERS) : Optional.empty();
    }
  }

  /** Loads the classes of this file: without a free descriptor no class can be loaded later. */
  static void load() {
    Of.values();
  }

  Shortage(Of what, Duration waited) {
    super(inWords(what, " in " + Math.max(1, waited.toSeconds()) + " s"));
  }

  /**
   * Returns that the kernel had no room for another connection that it tracks.
   *
   * @param waited how long it was waited for room
   */
  public static Shortage ofTrackedConnections(Duration waited) {
    return new Shortage(Of.TRACKED_CONNECTIONS, waited);
  }

  /**
   * Tells a shortage of this machine from other failures.
   *
   * @param failure an exception, with its causes
   * @return what this machine was short of and the remedy, in a sentence; empty if it was not short
   *     of anything
   */
  public static Optional<String> behind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Shortage shortage) {
        return Optional.of(shortage.getMessage());
      }
      if (cause instanceof IOException e) {
        Optional<Of> what = Of.in(e);
        if (what.isPresent()) {
          return what.map(of -> inWords(of, ""));
        }
      }
    }
    return Optional.empty();
  }

  private static String inWords(Of what, String waited) {
    return "this machine is short of something, not the server: "
        + what.what
        + waited
        + ": "
        + what.remedy;
  }
}
