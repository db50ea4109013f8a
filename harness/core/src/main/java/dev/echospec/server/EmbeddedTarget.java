package dev.echospec.server;

import dev.echospec.reference.server.ReferenceServer;
import dev.echospec.reference.server.ServerLog;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.reference.server.Transform;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The reference server, in this process. */
public final class EmbeddedTarget implements Target {
  private static final int READ_SIZE = 64 << 10;
  private static final int BACKLOG = 512;

  /** A buffer of {@link #READ_SIZE} each: what fits into the 256 MiB that the kit runs in. */
  private static final int MOST_CONNECTIONS = 2000;

  private final ServerOptions options;
  private ReferenceServer server;

  /**
   * @param options how the reference server behaves; its port should be 0
   */
  public EmbeddedTarget(ServerOptions options) {
    this.options = options;
  }

  /**
   * @param transform what it does to a byte
   * @return options for a server that serves many at once and streams fast, on a free port
   */
  public static ServerOptions concurrent(Transform transform) {
    return ServerOptions.tutorial()
        .withPort(0)
        .withReadSize(READ_SIZE)
        .withBacklog(BACKLOG)
        .withConcurrent(true)
        .withTransform(transform);
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public void start() throws TargetException {
    stop();
    try {
      server = ReferenceServer.start(options, ServerLog.silent());
    } catch (IOException e) {
      throw new TargetException("The embedded reference server does not start: " + e.getMessage());
    }
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(server.address(), server.port());
  }

  @Override
  public Optional<String> death() {
    return Optional.empty();
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  /** Both ends of each connection are in this process, and so are the server's buffers. */
  @Override
  public int connectionsAtOnce() {
    return Math.min(MOST_CONNECTIONS, Math.max(1, ConnectionCapacity.forConnections() / 2));
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
