package dev.echospec.server;

import dev.echospec.reference.server.ReferenceServer;
import dev.echospec.reference.server.ServerLog;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.reference.server.Transform;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reference server, in this process. */
public final class EmbeddedTarget implements Target {
  private static final int READ_SIZE = 64 << 10;
  private static final int BACKLOG = 512;

  /** Bound by memory: a buffer of {@link #READ_SIZE} each in the 256 MiB of the kit's heap. */
  private static final int MOST_CONNECTIONS = 2000;

  private final ServerOptions options;
  private @Nullable ReferenceServer server;

  /**
   * Starts nothing yet.
   *
   * @param options how the reference server behaves; port 0 takes a free one
   */
  public EmbeddedTarget(ServerOptions options) {
    this.options = options;
  }

  /**
   * Returns options for a server that serves many clients at once and streams fast, on a free port.
   *
   * @param transform what it does to each byte
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

  /** Half of what others get: both ends of each connection are in this process. */
  @Override
  public int connectionsAtOnce() {
    return connectionsInOneProcess();
  }

  static int connectionsInOneProcess() {
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
