package dev.echospec.junit;

import dev.echospec.server.TargetException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server of a contract, as its code starts it: one at a time, and none that is another's. */
final class ContractServer {
  /** Which contract has which address now, of all in this virtual machine. */
  private static final Map<InetSocketAddress, String> LISTENING = new ConcurrentHashMap<>();

  private static final String REMEDY =
      "Bind port 0, or keep the classes apart with @ResourceLock(\"their port\").";

  private final String name;
  private final Callable<@Nullable EchoServer> starter;
  private @Nullable EchoServer current;

  ContractServer(String name, Callable<@Nullable EchoServer> starter) {
    this.name = name;
    this.starter = starter;
  }

  /**
   * Starts the server.
   *
   * @return where it listens; null if the user's code returned null
   * @throws Exception as the user's code does
   */
  @Nullable InetSocketAddress start() throws Exception {
    EchoServer started = starter.call();
    if (started == null) {
      return null;
    }
    String other = LISTENING.putIfAbsent(started.address(), name);
    if (other != null) {
      started.end();
      throw new TargetException(
          "start() returned "
              + shown(started.address())
              + ", which is the server of "
              + other
              + ", whose cases run at the same time. "
              + REMEDY);
    }
    current = started;
    return started.address();
  }

  private static String shown(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** Returns what to do about a start that failed because of its port; blank for any other. */
  String hint(Throwable failed) {
    for (Throwable one = failed; one != null; one = one.getCause()) {
      if (one instanceof BindException) {
        String others =
            new TreeMap<>(
                    LISTENING.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, e -> shown(e.getKey()))))
                .entrySet().stream()
                    .map(e -> e.getKey() + " listens on " + e.getValue())
                    .collect(Collectors.joining(", "));
        return " Its port is taken"
            + (others.isEmpty() ? "" : ", and in this build " + others)
            + ". "
            + REMEDY;
      }
    }
    return "";
  }

  /** Ends the server that was started last; its address is free for another then. */
  void end() throws Exception {
    EchoServer ended = current;
    current = null;
    if (ended != null) {
      try {
        ended.end();
      } finally {
        LISTENING.remove(ended.address(), name);
      }
    }
  }
}
