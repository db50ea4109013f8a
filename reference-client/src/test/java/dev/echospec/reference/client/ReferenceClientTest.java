package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.reference.client.Outcome.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReferenceClientTest {
  private static final byte[] HELLO = "Hello World!".getBytes(UTF_8);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 1000, 100_000})
  void theEchoOfAnyTextIsTaken(int length) throws Exception {
    byte[] text = random(length);
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
      Outcome outcome = send(to(server), text);
      assertThat(outcome.end()).isEqualTo(End.COMPLETE);
      assertThat(outcome.reply()).isEqualTo(text);
      assertThat(outcome.expected()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 65536})
  void aTextLargerThanAllBuffersCannotBlockIt(int readSize) throws Exception {
    byte[] text = random(32 * 1024 * 1024);
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
      Outcome outcome =
          new ReferenceClient(to(server).withReadSize(readSize)).send(text, ClientLog.silent());
      assertThat(outcome.end()).isEqualTo(End.COMPLETE);
      assertThat(Arrays.equals(outcome.reply(), text)).isTrue();
    }
  }

  @Test
  void aReplyOfSingleBytesIsPutTogether() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              client.setTcpNoDelay(true);
              for (byte b : client.getInputStream().readNBytes(12)) {
                client.getOutputStream().write(b);
              }
              ScriptedServer.ignore(client);
            })) {
      assertThat(send(to(server), HELLO).reply()).isEqualTo(HELLO);
    }
  }

  @Test
  void itClosesWhenItHasItsAnswer() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              ScriptedServer.echo(client);
              ended.countDown();
            })) {
      send(to(server), HELLO);
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11})
  void anEarlyEndIsSaidOnceWithWhatCame(int bytes) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            client ->
                client.getOutputStream().write(client.getInputStream().readNBytes(12), 0, bytes))) {
      Outcome outcome = send(to(server), HELLO);
      assertThat(outcome.end()).isEqualTo(End.ENDED_EARLY);
      assertThat(outcome.reply()).isEqualTo(Arrays.copyOf(HELLO, bytes));
      assertThat(shown.toString(UTF_8).lines().filter(line -> line.startsWith("Received: ")))
          .hasSize(bytes == 0 ? 0 : 1);
      assertThat(shown.toString(UTF_8)).endsWith("Closing the socket\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 4_000_000})
  void aServerThatClosesAtOnceEndsItWhateverIsStillToBeSent(int length) throws Exception {
    try (ScriptedServer server = new ScriptedServer(client -> {})) {
      Outcome outcome = send(to(server), new byte[length]);
      assertThat(outcome.end()).isIn(End.ENDED_EARLY, End.RESET);
      assertThat(outcome.reply()).isEmpty();
    }
  }

  @Test
  void aResetIsSaidAndWhatCameBeforeIsKept() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              client.getOutputStream().write(client.getInputStream().readNBytes(12), 0, 5);
              awaitQuietly(read);
              client.setSoLinger(true, 0);
            })) {
      PrintStream reading =
          new PrintStream(shown, true, UTF_8) {
            @Override
            public void write(byte[] line, int from, int length) {
              super.write(line, from, length);
              if (new String(line, from, length, UTF_8).startsWith("Received: ")) {
                read.countDown();
              }
            }
          };
      Outcome outcome =
          new ReferenceClient(to(server)).send(HELLO, ClientLog.dialogue(Language.EN, reading));
      assertThat(outcome.end()).isEqualTo(End.RESET);
      assertThat(outcome.reply()).asString(UTF_8).isEqualTo("Hello");
    }
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::ignore)) {
      Outcome outcome = send(to(server).withTimeout(SHORT), HELLO);
      assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
      assertThat(outcome.reply()).isEmpty();
    }
  }

  @Test
  void aServerThatNeverReadsIsGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer(client -> awaitQuietly(over))) {
      Outcome outcome = send(to(server).withTimeout(SHORT), new byte[32 * 1024 * 1024]);
      over.countDown();
      assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
    }
  }

  @Test
  void aServerThatSendsMoreThanItOwesIsNotReadForEver() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              byte[] flood = new byte[65536];
              while (!client.isClosed()) {
                client.getOutputStream().write(flood);
              }
            })) {
      Outcome outcome = send(to(server).withReadSize(100), HELLO);
      assertThat(outcome.end()).isEqualTo(End.COMPLETE);
      assertThat(outcome.reply()).hasSizeBetween(12, 100);
    }
  }

  @Test
  void aFloodFromAServerThatDoesNotReadIsGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              byte[] flood = new byte[65536];
              while (!client.isClosed()) {
                client.getOutputStream().write(flood);
              }
            })) {
      byte[] text = new byte[32 * 1024 * 1024];
      Outcome outcome =
          new ReferenceClient(to(server).withTimeout(SHORT).withReadSize(65536))
              .send(text, ClientLog.silent());
      assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
    }
  }

  @Test
  void nobodyThereIsRefused() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      port = gone.getLocalPort();
    }
    Outcome outcome = send(ClientOptions.tutorial().withPort(port), HELLO);
    assertThat(outcome.end()).isEqualTo(End.REFUSED);
    assertThat(outcome.reply()).isEmpty();
    // As in the tutorial, the first line comes before the attempt, and nothing was opened.
    assertThat(shown.toString(UTF_8)).isEqualTo("Connecting to localhost port " + port + "\n");
  }

  @Test
  void aNameThatDoesNotResolveIsSaid() throws Exception {
    Outcome outcome = send(ClientOptions.tutorial().withHost("no such host.invalid"), HELLO);
    assertThat(outcome.end()).isEqualTo(End.UNKNOWN_HOST);
  }

  @Test
  void anOutputThatFailsDoesNotStopIt() throws Exception {
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("gone");
              }
            });
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo)) {
      Outcome outcome =
          new ReferenceClient(to(server)).send(HELLO, ClientLog.dialogue(Language.RU, broken));
      assertThat(outcome.end()).isEqualTo(End.COMPLETE);
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::ignore)) {
      FutureTask<Outcome> sending = new FutureTask<>(() -> send(to(server), HELLO));
      Thread thread = new Thread(sending, "test-client");
      thread.start();
      thread.interrupt();
      assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void theDialogueIsTheTutorialsLineForLine() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ReferenceClientTest::upper)) {
      new ReferenceClient(to(server))
          .send(HELLO, ClientLog.dialogue(Language.RU, new PrintStream(shown)));
      assertThat(shown.toString(UTF_8))
          .isEqualTo(
              """
              Подключено к localhost порт %s
              Отправка: Hello World!
              Получено: HELLO WORLD!
              Закрываем сокет
              """
                  .formatted(server.port()));
    }
  }

  @Test
  void aCharacterCutByAReadIsShownWithTheNext() throws Exception {
    byte[] text = "aaaaaaaaaaaaaaaé!".getBytes(UTF_8);
    try (ScriptedServer server =
        new ScriptedServer(
            client -> {
              // One write, so that the cut is the client's own, at 16 bytes.
              client.getOutputStream().write(client.getInputStream().readNBytes(text.length));
              ScriptedServer.ignore(client);
            })) {
      send(to(server), text);
      assertThat(shown.toString(UTF_8))
          .contains("Sending: aaaaaaaaaaaaaaaé!\nReceived: aaaaaaaaaaaaaaa\nReceived: é!\n");
    }
  }

  private static ClientOptions to(ScriptedServer server) {
    return ClientOptions.tutorial().withPort(server.port()).withTimeout(Duration.ofSeconds(30));
  }

  private Outcome send(ClientOptions options, byte[] text) throws InterruptedException {
    return new ReferenceClient(options)
        .send(text, ClientLog.dialogue(Language.EN, new PrintStream(shown)));
  }

  private static void upper(Socket client) throws IOException {
    byte[] text = client.getInputStream().readNBytes(12);
    client
        .getOutputStream()
        .write(new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    ScriptedServer.ignore(client);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
