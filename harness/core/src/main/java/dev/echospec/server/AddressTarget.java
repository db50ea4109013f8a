package dev.echospec.server;

import dev.echospec.play.Shortage;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that is running already. It can be neither restarted nor looked into. */
public final class AddressTarget implements Target {
  private final String host;
  private final int port;
  private final Duration patience;
  private @Nullable InetSocketAddress address;

  /**
   * Connects to nothing yet.
   *
   * @param host a name or an address; of several addresses the first that accepts is used
   * @param port from 1 to 65535
   * @param patience bound of one connect
   */
  public AddressTarget(String host, int port, Duration patience) {
    this.host = host;
    this.port = port;
    this.patience = patience;
  }

  @Override
  public String name() {
    return new ServerSpec.Address(host, port).text();
  }

  @Override
  public void start() throws TargetException {
    InetAddress[] candidates;
    try {
      candidates = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new TargetException(
          "The name " + host + " does not resolve: check its spelling, or give an address.");
    }
    for (InetAddress candidate : candidates) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(candidate, port), (int) patience.toMillis());
        address = new InetSocketAddress(candidate, port);
        endOrderly(socket);
        return;
      } catch (BindException e) {
        throw new TargetException(
            "This machine had no local port or address for a connection to "
                + name()
                + ": wait a minute and try again, or check the address.");
      } catch (SocketException e) {
        Optional<String> shortage = Shortage.behind(e);
        if (shortage.isPresent()) {
          throw new TargetException("The run could not begin: " + shortage.get() + ".");
        }
        if (e.getMessage() != null && e.getMessage().contains("reset")) {
          // A server that resets at once listens all the same.
          address = new InetSocketAddress(candidate, port);
          return;
        }
      } catch (IOException e) {
        // The next address may be the one that the server listens on.
      }
    }
    throw new TargetException(
        "Nobody listens on " + name() + ": start the server first, or check host and port.");
  }

  @Override
  public Optional<InetAddress> publicAddress() {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .filter(address -> !OwnNetwork.includes(address))
          .findFirst();
    } catch (UnknownHostException e) {
      // start() says so.
      return Optional.empty();
    }
  }

  /** Ends the connection without a reset, which some servers do not survive. */
  private static void endOrderly(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // A server that resets at once listens all the same.
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<String> death() {
    return Optional.empty();
  }

  @Override
  public boolean canRestart() {
    return false;
  }

  @Override
  public void stop() {
    // The kit did not start it.
  }
}
