package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.report.Schemas;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recording middle as its users have it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TapCommandTest {
  private static final String HOST = "127.0.0.1";

  @TempDir private Path folder;

  /** Runs a tap for one connection, and a client through it. */
  private Kit.Ended recorded(int server, Talk talk, String... more) throws Exception {
    int port = Kit.freePort();
    List<String> args =
        new ArrayList<>(
            List.of(
                "tap",
                "--listen",
                Integer.toString(port),
                HOST + ":" + server,
                "--out",
                out().toString(),
                "--connections",
                "1"));
    args.addAll(List.of(more));
    FutureTask<Kit.Ended> tap = new FutureTask<>(() -> Kit.run(args));
    Thread thread = new Thread(tap, "tap");
    thread.setDaemon(true);
    thread.start();
    try (Socket client =
        await()
            .ignoreException(ConnectException.class)
            .until(() -> new Socket(HOST, port), Socket::isConnected)) {
      talk.on(client);
    }
    return tap.get(1, TimeUnit.MINUTES);
  }

  private Path out() {
    return folder.resolve("out");
  }

  /** What a client does. */
  private interface Talk {
    void on(Socket socket) throws IOException;
  }

  private static void hello(Socket socket) throws IOException {
    socket.getOutputStream().write("Hello World!".getBytes(US_ASCII));
    socket.getInputStream().readNBytes(12);
    socket.shutdownOutput();
    socket.getInputStream().readAllBytes();
  }

  @Test
  void whatWasSaidIsShownKeptAndPlayedAgain() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("WritesSingleBytes").type())) {
      Kit.Ended ended = recorded(server.port(), TapCommandTest::hello);

      assertThat(ended.status()).as(ended::toString).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out())
          .startsWith("Listening on 127.0.0.1:")
          .contains(
              "client  connects from 127.0.0.1:",
              "client  sends 12 bytes  48 65 6c 6c 6f 20 57 6f 72 6c 64 21      \"Hello World!\"",
              "server  sends ",
              "client  ends its stream",
              "server  ends its stream")
          .endsWith("Recorded: " + out() + System.lineSeparator());
      assertThat(Kit.files(out()))
          .containsExactly(
              ".echospec-report", "recording-server.json", "recording.json", "recording.pcapng");
      String recording = Files.readString(out().resolve("recording.json"));
      assertThat(Schemas.errors("failure", recording)).isEmpty();

      Kit.Ended again =
          Kit.run("replay", out().resolve("recording.json").toString(), HOST + ":" + server.port());
      assertThat(again.status()).as(again::toString).isZero();
      assertThat(again.out()).contains("\"Hello World!\"", "The server did as it should.");
    }
  }

  @Test
  void theServerThatAClientMetIsPlayedToClients() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("ClosesAfterFirstAnswer").type())) {
      recorded(
          server.port(),
          socket -> {
            socket.getOutputStream().write("ab".getBytes(US_ASCII));
            socket.getInputStream().readAllBytes();
          });
      Path recording = out().resolve("recording-server.json");
      assertThat(Schemas.errors("failure", Files.readString(recording))).isEmpty();

      // The server answers both bytes and ends; one of the clients leaves after the first.
      Kit.Ended right =
          Kit.run("replay", recording.toString(), "--", "bash", "-c", reads(2), "{host}", "{port}");
      assertThat(right.status()).as(right::toString).isZero();
      assertThat(right.out()).contains("The client did as it should.");
      Kit.Ended wrong =
          Kit.run("replay", recording.toString(), "--", "bash", "-c", reads(1), "{host}", "{port}");
      assertThat(wrong.status()).as(wrong::toString).isEqualTo(1);
      assertThat(wrong.out()).contains("The fault shows.");
    }
  }

  private static String reads(int bytes) {
    return "exec 3<>/dev/tcp/$0/$1; cat >&3; head -c " + bytes + " <&3";
  }

  @Test
  void theFaultThatAClientMetShowsAgain() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("ClosesAfterFirstAnswer").type())) {
      Kit.Ended ended =
          recorded(
              server.port(),
              socket -> {
                socket.getOutputStream().write('a');
                socket.getInputStream().readAllBytes();
              });
      assertThat(ended.out()).contains("server  ends its stream");

      Kit.Ended again =
          Kit.run("replay", out().resolve("recording.json").toString(), HOST + ":" + server.port());
      assertThat(again.status()).as(again::toString).isEqualTo(1);
      assertThat(again.out()).contains("The fault shows.");
    }
    assertThat(Kit.run("replay", out().resolve("recording.json").toString()).status()).isZero();
  }

  @Test
  void aServerOfTheSameBytesIsOneOfRfc862() throws Exception {
    int port;
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName(HOST))) {
      port = listener.getLocalPort();
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = listener.accept()) {
                  socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                  // The test sees it.
                }
              });
      server.setDaemon(true);
      server.start();

      recorded(port, TapCommandTest::hello, "--profile", "rfc862");
    }
    assertThat(Files.readString(out().resolve("recording.json")))
        .contains("\"transform\": \"identity\"");
  }

  @Test
  void aSecondRecordingReplacesTheFirstAndNothingElse() throws Exception {
    Files.createDirectories(out());
    Files.writeString(out().resolve("mine.txt"), "mine");
    try (ZooServer server = Zoo.start(Zoo.named("WritesSingleBytes").type())) {
      recorded(server.port(), TapCommandTest::hello);
      long first = Files.size(out().resolve("recording.pcapng"));

      assertThat(recorded(server.port(), Socket::shutdownOutput).status()).isZero();

      assertThat(Files.size(out().resolve("recording.pcapng"))).isLessThan(first);
      assertThat(out().resolve("mine.txt")).hasContent("mine");
    }
  }

  @Test
  void whatTheUserCanMend() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getByName(HOST))) {
      String port = Integer.toString(taken.getLocalPort());
      Kit.complains(
          Kit.run("tap", "--listen", port, "localhost:1", "--out", out().toString()),
          3,
          "Cannot listen on 127.0.0.1:" + port,
          "Choose another port");
    }
    Kit.complains(
        Kit.run("tap", "--listen", "0", "no-such-host.invalid:1", "--out", out().toString()),
        3,
        "'no-such-host.invalid' is not known");
    Kit.complains(Kit.run("tap", "localhost:1"), 2, "--listen");
    Kit.complains(Kit.run("tap", "--listen", "0"), 2, "TARGET");
    Kit.complains(Kit.run("tap", "--listen", "x", "1"), 2, "'x'");
    Kit.complains(Kit.run("tap", "--listen", "70000", "1"), 2, "'70000'");
    Kit.complains(Kit.run("tap", "--listen", "0", "docker://x"), 2, "HOST:PORT, not 'docker://x'");
    Kit.complains(Kit.run("tap", "--listen", "0", "1", "--connections", "0"), 2, "'0'");
    Files.createDirectories(out());
    Files.writeString(out().resolve("recording.pcapng"), "mine");
    Kit.complains(
        Kit.run("tap", "--listen", "0", "1", "--out", out().toString()),
        2,
        "was not written by echospec");
    assertThat(out().resolve("recording.pcapng")).hasContent("mine");
  }

  @Test
  void ctrlCEndsItWithWholeFiles() throws Exception {
    try (ZooServer server = Zoo.start(Zoo.named("WritesSingleBytes").type())) {
      Process tap =
          new ProcessBuilder(
                  Kit.java(
                      Echospec.class,
                      "tap",
                      "--listen",
                      "0",
                      HOST + ":" + server.port(),
                      "--out",
                      out().toString()))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(tap.getInputStream(), UTF_8))) {
        String first = lines.readLine();
        assertThat(first).endsWith("(Ctrl-C ends it).");
        int port = Integer.parseInt(first.replaceAll("^Listening on 127.0.0.1:(\\d+) .*", "$1"));
        try (Socket open = new Socket(HOST, port)) {
          open.getOutputStream().write('x');
          assertThat(open.getInputStream().read()).isEqualTo('X');

          tap.toHandle().destroy();

          assertThat(lines.lines().toList()).contains("Recorded: " + out());
          assertThat(tap.waitFor(1, TimeUnit.MINUTES)).isTrue();
          assertThat(tap.exitValue()).isEqualTo(143);
        }
        String recording = Files.readString(out().resolve("recording.json"));
        assertThat(Schemas.errors("failure", recording)).isEmpty();
        assertThat(recording).contains("\"hex\": \"78\"");
      } finally {
        tap.destroyForcibly();
      }
    }
  }
}
