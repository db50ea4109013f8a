package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.echospec.play.LittleServer;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.reference.server.Transform;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AddressTargetTest {
  private static final ServerOptions EMBEDDED = EmbeddedTarget.concurrent(Transform.UPPER);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static Target parse(String name) {
    return ServerSpec.parse(name).target(new StartOptions(EMBEDDED));
  }

  @Test
  void findsWhatListens() throws Exception {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    try (LittleServer server =
        new LittleServer(socket -> seen.add(socket.getInputStream().read()))) {
      Target target = parse("localhost:" + server.address().getPort());
      target.start();

      assertThat(target.address().getPort()).isEqualTo(server.address().getPort());
      assertThat(target.address().isUnresolved()).isFalse();
      assertThat(target.canRestart()).isFalse();
      assertThat(target.death()).isEmpty();
      assertThat(target.resources()).isEmpty();
      assertThat(target.lastWords()).isEmpty();
      // start() ended its connection in order, without a reset.
      assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(-1);
      target.close();
      try (Socket still = new Socket("127.0.0.1", server.address().getPort())) {
        assertThat(still.isConnected()).isTrue();
      }
    }
  }

  @Test
  void whereNobodyListens() {
    int port;
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      port = server.address().getPort();
    }

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> new AddressTarget("127.0.0.1", port, PATIENCE).start())
        .withMessage(
            "Nobody listens on 127.0.0.1:"
                + port
                + ": start the server first, or check host and port.");
  }

  @Test
  void aNameThatDoesNotResolve() {
    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(() -> parse("no-such-host.invalid:7").start())
        .withMessage(
            "The name no-such-host.invalid does not resolve: check its spelling, or give an"
                + " address.");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:80, localhost:80",
    "example.org:65535, example.org:65535",
    "127.0.0.1:1, 127.0.0.1:1",
    "[::1]:8080, [::1]:8080",
    "::1:8080, [::1]:8080",
    "10000, localhost:10000",
    ":10000, localhost:10000"
  })
  void formsOfAnAddress(String text, String name) {
    assertThat(parse(text)).isInstanceOf(AddressTarget.class);
    assertThat(parse(text).name()).isEqualTo(name);
    assertThat(parse("restarted:" + text)).isInstanceOf(RestartedTarget.class);
    assertThat(parse("restarted:" + text).name()).isEqualTo("restarted:" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:-1",
        "localhost:http",
        "localhost: 80",
        "[::1]",
        "99999999999",
        "docker",
        "restarted:",
        "restarted:localhost",
        "restarted:restarted:"
      })
  void whatIsNoTarget(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(text))
        .withMessage(
            "'"
                + text
                + "' is no target: write HOST:PORT with a port from 1 to 65535, a command after --,"
                + " docker://IMAGE, dockerfile:PATH or compose:FILE#SERVICE.");
  }

  @Test
  void otherKindsOfTargets() {
    assertThat(parse("embedded")).isInstanceOf(EmbeddedTarget.class);
    assertThat(parse("command:python3  server.py {port}"))
        .isInstanceOf(CommandTarget.class)
        .satisfies(target -> assertThat(target.name()).endsWith("python3 server.py {port}"));
    assertThat(parse("command:sh -c 'exec \"my server\" {port}'").name())
        .isEqualTo("-- sh -c 'exec \"my server\" {port}'");
  }

  @Test
  void theEmbeddedServerStartsAnew() throws Exception {
    try (Target target = parse("embedded")) {
      for (int i = 0; i < 3; i++) {
        target.start();
        try (Socket socket = new Socket()) {
          socket.connect(target.address());
          socket.getOutputStream().write('a');
          socket.shutdownOutput();
          assertThat(socket.getInputStream().readAllBytes()).containsExactly('A');
        }
      }
      assertThat(target.canRestart()).isTrue();
      assertThat(target.death()).isEmpty();
    }
  }
}
