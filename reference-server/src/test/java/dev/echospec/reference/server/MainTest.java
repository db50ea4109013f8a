package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpShowsAnExampleThatCanBeRun() throws UsageException {
    assertThat(run("--help")).isEqualTo(Main.STOPPED);
    assertThat(err.toString(UTF_8)).isEmpty();
    String example = out.toString(UTF_8).lines().reduce((a, b) -> b).orElseThrow().strip();
    assertThat(example).startsWith("serve --");
    assertThat(CommandLine.parse(example.substring("serve ".length()).split(" ")).options())
        .isEqualTo(
            ServerOptions.tutorial()
                .withPort(7007)
                .withConcurrent(true)
                .withReadSize(65536)
                .withBacklog(128));
  }

  @Test
  void aWrongUsageIsOneLineThatSaysHowToMendIt() {
    assertThat(run("--port", "http")).isEqualTo(Main.USAGE);
    assertThat(err.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            "serve: --port needs a whole number, not 'http' (see serve --help)\n");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void aPortInUseIsOneLineThatSaysWhatToDo() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      assertThat(run("--port", "" + other.getLocalPort())).isEqualTo(Main.CANNOT_LISTEN);
      assertThat(err.toString(UTF_8).lines())
          .singleElement()
          .asString()
          .startsWith("serve: cannot listen on localhost port " + other.getLocalPort())
          .endsWith("stop that or choose another with --port (0 takes any free one)");
    }
  }

  @Test
  void aNameThatDoesNotResolveIsSaid() {
    assertThat(run("--host", "no such host.invalid", "--port=0")).isEqualTo(Main.CANNOT_LISTEN);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("serve: the name 'no such host.invalid' does not resolve: give --host");
  }

  @Test
  void anAddressOfAnotherMachineIsSaid() {
    // From the block that is reserved for documentation.
    assertThat(run("--host", "192.0.2.1", "--port=0")).isEqualTo(Main.CANNOT_LISTEN);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("serve: '192.0.2.1' is not an address of this machine: give --host");
  }

  @Test
  void whoCanConnectIsSaidWhereThatIsMoreThanThisMachine() throws Exception {
    FutureTask<Integer> serving =
        new FutureTask<>(() -> run("--host", "0.0.0.0", "--port=0", "--quiet"));
    Thread thread = new Thread(serving, "test-main");
    thread.start();
    await().until(() -> !err.toString(UTF_8).isEmpty());
    thread.interrupt();
    assertThat(serving.get(30, TimeUnit.SECONDS)).isEqualTo(Main.STOPPED);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .matches(
            "serve: listens on every address of this machine: any computer that reaches it can"
                + " connect to port [1-9][0-9]* \\(--host localhost keeps it to this machine\\)");
  }

  @Test
  void anInterruptOfTheCallerStopsIt() throws Exception {
    FutureTask<Integer> serving = new FutureTask<>(() -> run("--port", "0"));
    Thread thread = new Thread(serving, "test-main");
    thread.start();
    await().until(() -> out.toString(UTF_8).contains("Waiting for a connection..."));
    thread.interrupt();
    assertThat(serving.get(30, TimeUnit.SECONDS)).isEqualTo(Main.STOPPED);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  private int run(String... args) {
    return Main.run(
        "serve", args, new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8));
  }
}
