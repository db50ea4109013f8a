package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ClientRun;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.testing.DockerEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Single runs of clients in containers: their streams, their end and what is known of them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class ContainerClientIT {
  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  private static ContainerSource image;

  private final CountDownLatch ended = new CountDownLatch(1);
  private ContainerClient client;

  @BeforeAll
  static void build() {
    DockerEngine.require();
    image = new ContainerSource.Image(DockerEngine.image("echo"));
  }

  @AfterEach
  void end() {
    client.close();
    assertThat(DockerEngine.containersOf(ProcessHandle.current().pid())).isEmpty();
  }

  private ClientRun run(byte[] message, String... words) throws IOException {
    client =
        new ContainerClient(
            image,
            ContainerOptions.DEFAULT,
            new ClientCall(List.of(words), ContainerOptions.PORT, Optional.empty()));
    return client.start(NOWHERE, message, "client/ends", ended::countDown);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1));
  }

  @Test
  void aMillionBytesGoThroughItAndItsStatusIsSeen() throws Exception {
    byte[] message = new byte[1_000_000];
    new Random(5).nextBytes(message);
    ClientRun run =
        run(message, "sh", "-c", "cat; echo $ECHOSPEC_CASE {port} >&2; kill -s TERM $$", "{host}");

    assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    run.end();

    // A signal ends it: it is not the first process of the container.
    assertThat(run.status()).contains(128 + 15);
    assertThat(run.stdout().total()).isEqualTo(message.length);
    assertThat(run.stdout().bytes().bytes(0, message.length)).isEqualTo(message);
    assertThat(run.stderr()).isEqualTo("client/ends 9");
  }

  @Test
  void oneThatFloodsAndIgnoresSigtermIsEndedAndItsProcessorTimeKnown() throws Exception {
    ClientRun run =
        run(
            new byte[0],
            "sh",
            "-c",
            "trap '' TERM; (yes no >&2) & while :; do yes; done",
            "{host}");
    soon().until(() -> run.stdout().isCut() && !run.stderr().isEmpty());
    soon().until(() -> run.processorTime().filter(t -> t.toMillis() > 100).isPresent());

    run.end();

    assertThat(run.stdout().bytes().length()).isEqualTo(4 << 20);
    assertThat(DockerEngine.containersOf(ProcessHandle.current().pid())).isEmpty();
  }

  @Test
  void afterItsEndNothingIsStartedAnyMore() throws Exception {
    run(new byte[0], "sleep", "60");

    client.close();

    assertThat(DockerEngine.containersOf(ProcessHandle.current().pid())).isEmpty();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> client.start(NOWHERE, new byte[0], "client/ends", () -> {}))
        .withMessageContaining("ended before");
  }
}
