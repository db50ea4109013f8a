package dev.echospec.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A server in this process, which the user's code starts and ends. The kit starts it again when it
 * no longer answers.
 */
public final class InProcessTarget implements Target {
  private static final int CONNECT_MILLIS = 1000;

  private final String name;
  private final Callable<? extends @Nullable InetSocketAddress> starter;
  private final AutoCloseable ender;
  private @Nullable InetSocketAddress address;
  private boolean started;
  private boolean hasListened;

  /**
   * Starts nothing yet.
   *
   * @param name in reports
   * @param starter starts the server and returns where it listens; called again after it has ended;
   *     a {@link TargetException} passes as it is
   * @param ender ends the server that was started last; never called twice for one start
   */
  public InProcessTarget(
      String name, Callable<? extends @Nullable InetSocketAddress> starter, AutoCloseable ender) {
    this.name = name;
    this.starter = starter;
    this.ender = ender;
  }

  /** The server's own code failed at its start. The cause is what it threw. */
  public static final class StartFailed extends TargetException {
    private static final long serialVersionUID = 1;

    StartFailed(Throwable cause) {
      super("The start of the server threw " + cause + ".");
      initCause(cause);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws TargetException {
    stop();
    InetSocketAddress returned;
    try {
      // A start that throws has nothing to be ended.
      returned = starter.call();
      started = true;
    } catch (TargetException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed(e);
    } catch (Exception | AssertionError | LinkageError e) {
      throw new StartFailed(e);
    }
    address = usable(returned);
    hasListened = false;
  }

  private static InetSocketAddress usable(@Nullable InetSocketAddress returned)
      throws TargetException {
    if (returned == null || returned.isUnresolved() || returned.getPort() == 0) {
      throw new TargetException(
          "The start of the server returned "
              + (returned == null ? "no address" : "the address " + returned)
              + ": return the one that the server has after it was bound.");
    }
    if (!OwnNetwork.includes(returned.getAddress())) {
      throw new TargetException(
          "The start of the server returned "
              + returned
              + ", which is neither this machine nor in a private network: a server of others is"
              + " tested by its address, with the owner's consent.");
    }
    return returned.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), returned.getPort())
        : returned;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Some seconds after the start it must listen. */
  @Override
  public Optional<String> obstacle(boolean last) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      // An orderly end: some servers do not survive a reset.
      socket.shutdownOutput();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The start of the server returned "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ", where nothing listens: return when the server listens, and the address that it"
              + " is bound to.");
    }
  }

  /**
   * There is no process to look at, but on Linux a port with a listener cannot be bound. Elsewhere
   * a socket may share it.
   */
  @Override
  public Optional<String> death() {
    if (!started || !LinuxProc.isHere()) {
      return Optional.empty();
    }
    if (isBindable()) {
      // A server may be slow to listen.
      return hasListened ? Optional.of("no longer listens on its port") : Optional.empty();
    }
    hasListened = true;
    return Optional.empty();
  }

  /** Looks for a listener without a connection, which a server may be affected by. */
  private boolean isBindable() {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  /** Both ends of each connection are in this process. */
  @Override
  public int connectionsAtOnce() {
    return EmbeddedTarget.connectionsInOneProcess();
  }

  @Override
  public void stop() {
    if (!started) {
      return;
    }
    started = false;
    try {
      ender.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // A server that has died may be unable to end; whether its port is free shows at the start.
    }
  }
}
