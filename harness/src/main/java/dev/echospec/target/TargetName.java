package dev.echospec.target;

import dev.echospec.reference.server.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes a target from what a user wrote. */
public final class TargetName {
  private static final int MOST = 65_535;
  private static final Duration CONNECT = Duration.ofSeconds(8);

  private TargetName() {}

  /**
   * @param name {@code HOST:PORT}, {@code PORT}, {@code [IPV6]:PORT}, a command after {@code
   *     command:}, or empty for the embedded reference server
   * @param embedded how the embedded server behaves
   * @return the target, not started
   * @throws IllegalArgumentException if the name is of no such form; the message is for the user
   */
  public static Target parse(Optional<String> name, ServerOptions embedded) {
    if (name.isEmpty() || name.get().equals("embedded")) {
      return new EmbeddedTarget(embedded);
    }
    String text = name.get();
    if (text.startsWith("command:")) {
      return new CommandTarget(
          List.of(text.substring("command:".length()).trim().split("\\s+")), 10_000);
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "localhost" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = port(text.substring(colon + 1), text);
    return new AddressTarget(host.isEmpty() ? "localhost" : host, port, CONNECT);
  }

  private static int port(String digits, String whole) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= MOST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'"
            + whole
            + "' is no target: write HOST:PORT with a port from 1 to 65535, or a command after --.");
  }
}
