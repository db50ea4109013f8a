package dev.echospec.junit;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A server that a test has started in its own process: where it listens, and how to end it.
 *
 * @see EchoServerContract#start()
 */
public final class EchoServer {
  private final InetSocketAddress address;
  private final AutoCloseable end;

  private EchoServer(InetSocketAddress address, AutoCloseable end) {
    this.address = address;
    this.end = end;
  }

  /**
   * Describes a server that listens.
   *
   * @param address that it is bound to, with its real port; for a wildcard address the kit connects
   *     to this machine's loopback
   * @param end ends the server and frees its port; called once, also after the server has died, and
   *     its exceptions are ignored
   */
  public static EchoServer at(InetSocketAddress address, AutoCloseable end) {
    return new EchoServer(
        Objects.requireNonNull(address, "the address of the server is null"),
        Objects.requireNonNull(end, "the end of the server is null"));
  }

  /** Returns where the server listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Ends the server as its own code does. */
  void end() throws Exception {
    end.close();
  }
}
