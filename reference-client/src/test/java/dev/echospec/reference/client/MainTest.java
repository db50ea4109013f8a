package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpShowsAnExampleThatCanBeRun() throws UsageException {
    assertThat(run("--help")).isEqualTo(Main.ECHOED);
    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(out.toString(UTF_8)).endsWith("send --port 7007 --timeout 2 'Bonjour à tous'\n");
    assertThat(CommandLine.parse("--port", "7007", "--timeout", "2", "Bonjour à tous").text())
        .isEqualTo("Bonjour à tous");
  }

  @Test
  void aWrongUsageIsOneLineThatSaysHowToMendIt() {
    assertThat(run("--port", "http")).isEqualTo(Main.USAGE);
    assertError("send: --port needs a whole number, not 'http' (see send --help)");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void aWholeEchoIsASuccessAndNothingIsSaidOfIt() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
      assertThat(run("--port=" + server.port(), "é\uFFFD")).isEqualTo(Main.ECHOED);
      assertThat(err.toString(UTF_8)).isEmpty();
      assertThat(out.toString(UTF_8)).contains("Received: é\uFFFD\n");
    }
  }

  @Test
  void moreThanTheEchoIsANote() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              client.getInputStream().readNBytes(12);
              client.getOutputStream().write("HELLO WORLD!\r\n".getBytes(UTF_8));
              ScriptedServer.ignore(client);
            })) {
      assertThat(run("--port=" + server.port())).isEqualTo(Main.ECHOED);
      assertError("send: note: 2 bytes more came than were sent");
    }
  }

  @Test
  void anEarlyEndIsCounted() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            client ->
                client.getOutputStream().write(client.getInputStream().readNBytes(12), 0, 5))) {
      assertThat(run("--port=" + server.port())).isEqualTo(Main.CUT_SHORT);
      assertError("send: the server closed the connection early, after 5 of 12 bytes");
    }
  }

  @Test
  void aResetIsCounted() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              client.getInputStream().readNBytes(12);
              client.setSoLinger(true, 0);
            })) {
      assertThat(run("--port=" + server.port())).isEqualTo(Main.CUT_SHORT);
      assertError("send: the server reset the connection, after 0 of 12 bytes");
    }
  }

  @Test
  void silenceIsCounted() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::ignore)) {
      assertThat(run("--port=" + server.port(), "--timeout=0.20")).isEqualTo(Main.CUT_SHORT);
      assertError("send: timed out: nothing came for 0.2 s, after 0 of 12 bytes");
    }
  }

  @Test
  void nobodyThereIsSaidWithWhatToDo() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      port = gone.getLocalPort();
    }
    assertThat(run("--port=" + port)).isEqualTo(Main.NOT_CONNECTED);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("send: nobody answers at localhost port " + port)
        .endsWith("start a server there, or give another with --host and --port");
  }

  @Test
  void aNameThatDoesNotResolveIsSaidWithWhatToDo() {
    assertThat(run("--host=no such host.invalid")).isEqualTo(Main.NOT_CONNECTED);
    assertError(
        "send: the name 'no such host.invalid' does not resolve: give --host the name or address"
            + " of a server");
  }

  private void assertError(String line) {
    assertThat(err.toString(UTF_8).lines()).containsExactly(line);
  }

  private int run(String... args) {
    return Main.run(
        "send", args, new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8));
  }
}
