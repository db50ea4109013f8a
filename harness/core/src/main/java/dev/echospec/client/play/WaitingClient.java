package dev.echospec.client.play;

import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScriptText;
import dev.echospec.script.Payload;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client that the user starts, in a debugger or on another terminal: the kit says where to
 * connect and what to send, and waits. Neither its output nor its exit status can be seen.
 */
public final class WaitingClient implements ClientUnderTest {
  private final int port;
  private final Consumer<String> announce;

  /**
   * Waits for nothing yet.
   *
   * @param port of the server; 0 for a new one for each run
   * @param announce is told where to connect and what to send, in a clause
   */
  public WaitingClient(int port, Consumer<String> announce) {
    this.port = port;
    this.announce = announce;
  }

  @Override
  public String name() {
    return "--wait";
  }

  @Override
  public Messages messages() {
    return Messages.TEXT;
  }

  @Override
  public Optional<byte[]> fixedMessage() {
    return Optional.empty();
  }

  @Override
  public int fixedPort() {
    return port;
  }

  @Override
  public List<Host> hosts() {
    return List.of(Host.NAME);
  }

  @Override
  public boolean hasStderr() {
    return false;
  }

  @Override
  public boolean endsWithItsConnection() {
    return true;
  }

  @Override
  public ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended) {
    announce.accept(
        "a client is to connect to "
            + server.getHostString()
            + " port "
            + server.getPort()
            + " and send "
            + ServerScriptText.bytes(Payload.of(message)));
    return new Nothing();
  }

  @Override
  public void sweep() {}

  @Override
  public void close() {}

  private static final class Nothing implements ClientRun {
    @Override
    public Optional<Integer> status() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> processorTime() {
      return Optional.empty();
    }

    @Override
    public void end() {}

    @Override
    public Captured stdout() {
      return Captured.NOTHING;
    }

    @Override
    public String stderr() {
      return "";
    }
  }
}
