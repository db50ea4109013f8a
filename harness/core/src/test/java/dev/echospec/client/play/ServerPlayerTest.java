package dev.echospec.client.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.EchoClient;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.judge.Oracle;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.Payload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ServerPlayerTest {
  private static final ClientPatience SHORT = new ClientPatience(Duration.ofMillis(400));

  private static final EchoClient RIGHT =
      (server, message, out) -> {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
          socket.getOutputStream().write(message);
          out.write(socket.getInputStream().readNBytes(message.length));
        }
        return 0;
      };

  /** A machine that is so busy that a start takes longer than the client may be silent. */
  @Test
  void aStartThatTakesLongIsNoSilenceOfTheClient() throws IOException {
    ClientUnderTest slow =
        new Wrapped(new InProcessClient("right", RIGHT), ServerPlayerTest::afterAWhile);
    ServerPlayer player = new ServerPlayer(slow, new Oracle(Transform.UPPER), () -> false);

    ClientTranscript seen =
        player.play(ServerScript.echo(Payload.of("abc")), "x", SHORT).orElseThrow();

    assertThat(seen.conversations()).hasSize(1);
    assertThat(seen.wasEnded()).isFalse();
    assertThat(seen.status()).contains(0);
    assertThat(seen.stdout().bytes()).isEqualTo(Payload.of("ABC"));
  }

  /** In a write of its own it might come when the client has read its echo and gone. */
  @Test
  void whatFollowsTheEchoAtOnceComesInTheSameWrite() throws IOException {
    ServerScript script =
        ServerScript.inPieces(Payload.of("abc"), List.of(), 0).then(new Send(Payload.of("more")));
    ServerPlayer player =
        new ServerPlayer(
            new InProcessClient("right", RIGHT), new Oracle(Transform.UPPER), () -> false);

    ClientTranscript seen = player.play(script, "x", SHORT).orElseThrow();

    assertThat(seen.conversations().get(0).writes())
        .extracting(Conversation.Segment::bytes)
        .containsExactly(7);
    assertThat(seen.stdout().bytes()).isEqualTo(Payload.of("ABC"));
  }

  /** It begins late because others have the processor, which is no silence of its own. */
  @Test
  void aClientThatWaitsForAProcessorIsNotSilent() throws IOException {
    assertThat(playedLate(true).wasEnded()).isFalse();
    assertThat(playedLate(false).wasEnded()).isTrue();
  }

  private static ClientTranscript playedLate(boolean starved) throws IOException {
    InProcessClient late =
        new InProcessClient(
            "late",
            (server, message, out) -> {
              new CountDownLatch(1).await(SHORT.idle().toMillis() * 2, TimeUnit.MILLISECONDS);
              return RIGHT.run(server, message, out);
            });
    ClientUnderTest client =
        new Wrapped(late, run -> starved ? new Starved(run, System.nanoTime()) : run);
    return new ServerPlayer(client, new Oracle(Transform.UPPER), () -> false)
        .play(ServerScript.echo(Payload.of("abc")), "x", SHORT)
        .orElseThrow();
  }

  /** A run that has waited for a processor ever since. */
  private record Starved(ClientRun run, long since) implements ClientRun {
    @Override
    public Optional<Integer> status() {
      return run.status();
    }

    @Override
    public Optional<Duration> processorTime() {
      return run.processorTime();
    }

    @Override
    public Duration waitedForProcessor() {
      return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public void end() {
      run.end();
    }

    @Override
    public Captured stdout() {
      return run.stdout();
    }

    @Override
    public String stderr() {
      return run.stderr();
    }
  }

  private static ClientRun afterAWhile(ClientRun run) {
    try {
      new CountDownLatch(1).await(SHORT.idle().toMillis() * 3 / 2, TimeUnit.MILLISECONDS);
      return run;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Wrapped(ClientUnderTest client, UnaryOperator<ClientRun> wrap)
      implements ClientUnderTest {
    @Override
    public ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended)
        throws IOException {
      return wrap.apply(client.start(server, message, caseId, ended));
    }

    @Override
    public String name() {
      return client.name();
    }

    @Override
    public Messages messages() {
      return client.messages();
    }

    @Override
    public Optional<byte[]> fixedMessage() {
      return client.fixedMessage();
    }

    @Override
    public int fixedPort() {
      return client.fixedPort();
    }

    @Override
    public List<Host> hosts() {
      return client.hosts();
    }

    @Override
    public boolean hasStderr() {
      return client.hasStderr();
    }

    @Override
    public void sweep() {
      client.sweep();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
