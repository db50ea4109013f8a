package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReferenceServerTest {
  private static final ServerOptions SEQUENTIAL = ServerOptions.tutorial().withPort(0);
  private static final ServerOptions CONCURRENT =
      SEQUENTIAL.withConcurrent(true).withReadSize(64 * 1024).withBacklog(128);

  @Test
  void theTutorialsConversation() throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    int server;
    int client;
    try (ServerLog log = ServerLog.dialogue(Language.RU, new PrintStream(shown, false, UTF_8));
        ReferenceServer started = ReferenceServer.start(SEQUENTIAL, log)) {
      server = started.port();
      try (Socket socket = connect(started)) {
        client = socket.getLocalPort();
        send(socket, "Hello World!".getBytes(UTF_8));
        assertThat(socket.getInputStream().readNBytes(12))
            .asString(UTF_8)
            .isEqualTo("HELLO WORLD!");
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      // A second client is served only when the first conversation, and its dialogue, are over.
      assertThat(echo(started, new byte[0])).isEmpty();
    }
    assertThat(shown.toString(UTF_8))
        .startsWith(
            """
            Старт сервера на localhost порт %s
            Ожидание соединения...
            Подключено к: ('127.0.0.1', %s)
            Получено: Hello World!
            Обработка данных...
            Отправка обратно клиенту.
            Получено:\s
            Нет данных от: ('127.0.0.1', %s)
            Ожидание соединения...
            """
                .formatted(server, client, client));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 1000, 65536, 300_000})
  void anyBytesComeBackWhateverTheReadSize(int readSize) throws IOException {
    try (ReferenceServer server =
        ReferenceServer.start(CONCURRENT.withReadSize(readSize), ServerLog.silent())) {
      for (int length : new int[] {0, 1, 15, 16, 17, 255, 256, 65535, 65536, 65537, 300_001}) {
        byte[] sent = random(length, readSize);
        assertThat(echo(server, sent)).as("%d bytes", length).isEqualTo(upper(sent));
      }
    }
  }

  @Test
  void bytesThatAreNotUtf8DoNoHarmToTheDialogueNorTheDialogueToThem() throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    byte[] sent = "aaaaaaaaaaaaaaaé\0\u001b[2J".getBytes(UTF_8);
    sent = Arrays.copyOf(sent, sent.length + 1);
    sent[sent.length - 1] = (byte) 0xff;
    try (ServerLog log = ServerLog.dialogue(Language.RU, new PrintStream(shown, false, UTF_8));
        ReferenceServer server = ReferenceServer.start(SEQUENTIAL, log)) {
      assertThat(echo(server, sent)).isEqualTo(upper(sent));
      assertThat(echo(server, sent)).isEqualTo(upper(sent));
    }
    assertThat(shown.toString(UTF_8)).contains("Получено: aaaaaaaaaaaaaaa\uFFFD\n");
  }

  @Test
  void identityIsRfc862() throws IOException {
    try (ReferenceServer server =
        ReferenceServer.start(CONCURRENT.withTransform(Transform.IDENTITY), ServerLog.silent())) {
      byte[] sent = random(10_000, 1);
      assertThat(echo(server, sent)).isEqualTo(sent);
    }
  }

  @Test
  void eachByteIsAnsweredWhileTheConnectionStaysOpen() throws IOException {
    try (ReferenceServer server = ReferenceServer.start(CONCURRENT, ServerLog.silent());
        Socket socket = connect(server)) {
      for (int i = 0; i < 1000; i++) {
        send(socket, new byte[] {(byte) i});
        assertThat((byte) socket.getInputStream().read())
            .isEqualTo(Transform.UPPER.apply((byte) i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsOwedAtAHalfCloseIsDelivered(boolean concurrent) throws Exception {
    byte[] sent = random(8 * 1024 * 1024, 2);
    try (ReferenceServer server =
            ReferenceServer.start(CONCURRENT.withConcurrent(concurrent), ServerLog.silent());
        Socket socket = connect(server)) {
      FutureTask<Void> sender = inBackground(socket, sent);
      try {
        // If the buffers of the system hold everything, nothing is read before everything is sent.
        sender.get(3, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // If they do not, the server waits until the client reads, as it should.
      }
      assertThat(Arrays.equals(socket.getInputStream().readAllBytes(), upper(sent))).isTrue();
      sender.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void sixtyFourClientsAreServedTogether() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (ReferenceServer server = ReferenceServer.start(CONCURRENT, ServerLog.silent())) {
      for (int i = 0; i < 64; i++) {
        sockets.add(connect(server));
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < sockets.size(); i++) {
          send(sockets.get(i), random(1000, 64 * round + i));
        }
        for (int i = sockets.size() - 1; i >= 0; i--) {
          assertThat(sockets.get(i).getInputStream().readNBytes(1000))
              .isEqualTo(upper(random(1000, 64 * round + i)));
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aClientThatNeverReadsHoldsUpNobodyElse() throws Exception {
    try (ReferenceServer server = ReferenceServer.start(CONCURRENT, ServerLog.silent());
        Socket stalled = connect(server)) {
      FutureTask<Void> sender = inBackground(stalled, new byte[32 * 1024 * 1024]);
      byte[] sent = random(100_000, 3);
      for (int i = 0; i < 20; i++) {
        assertThat(echo(server, sent)).isEqualTo(upper(sent));
      }
      assertThat(sender.isDone()).as("32 MB cannot all be in buffers").isFalse();
    }
  }

  @Test
  void oneAfterAnotherMeansThatTheSecondWaitsAndIsServedThen() throws IOException {
    try (ReferenceServer server = ReferenceServer.start(SEQUENTIAL, ServerLog.silent());
        Socket first = connect(server)) {
      send(first, new byte[] {'a'});
      assertThat(first.getInputStream().read()).isEqualTo('A');
      try (Socket second = connect(server)) {
        send(second, new byte[] {'b'});
        second.setSoTimeout(200);
        InputStream reply = second.getInputStream();
        assertThatThrownBy(reply::read).isInstanceOf(SocketTimeoutException.class);
        first.shutdownOutput();
        second.setSoTimeout(30_000);
        assertThat(reply.read()).isEqualTo('B');
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void clientsThatResetAtAnyMomentHarmNobody(boolean concurrent) throws Exception {
    Random random = new Random(4);
    ServerOptions options = CONCURRENT.withConcurrent(concurrent);
    try (ReferenceServer server = ReferenceServer.start(options, ServerLog.silent())) {
      for (int i = 0; i < 400; i++) {
        try (Socket socket = connect(server)) {
          send(socket, new byte[random.nextInt(i % 10 == 0 ? 2_000_000 : 100)]);
          if (random.nextBoolean()) {
            socket.getInputStream().readNBytes(Math.min(50, socket.getInputStream().available()));
          }
          if (random.nextInt(4) == 0) {
            socket.shutdownOutput();
          }
          // Without linger 0 this is a close that leaves the echo unread.
          socket.setSoLinger(random.nextInt(3) > 0, 0);
        }
      }
      byte[] sent = random(100_000, 5);
      assertThat(echo(server, sent)).isEqualTo(upper(sent));
      assertThat(server.address().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  void aResetWhileTheServerIsStuckInItsWriteHarmsNobody() throws Exception {
    try (ReferenceServer server = ReferenceServer.start(SEQUENTIAL, ServerLog.silent())) {
      FutureTask<Void> sender;
      try (Socket socket = connect(server)) {
        sender = inBackground(socket, new byte[32 * 1024 * 1024]);
        assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        socket.setSoLinger(true, 0);
      }
      assertThatThrownBy(() -> sender.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(echo(server, new byte[] {'x'})).containsExactly('X');
    }
  }

  @Test
  void closeResetsOpenConnectionsEndsAllThreadsAndFreesThePort() throws Exception {
    for (boolean concurrent : new boolean[] {false, true}) {
      ReferenceServer server =
          ReferenceServer.start(CONCURRENT.withConcurrent(concurrent), ServerLog.silent());
      try (server;
          Socket open = connect(server);
          Socket writing = concurrent ? connect(server) : new Socket()) {
        send(open, new byte[] {'a'});
        assertThat(open.getInputStream().read()).isEqualTo('A');
        FutureTask<Void> sender =
            concurrent ? inBackground(writing, new byte[32 * 1024 * 1024]) : null;
        server.close();
        assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(SocketException.class);
        if (sender != null) {
          assertThatThrownBy(() -> sender.get(30, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class);
        }
        await()
            .until(
                () ->
                    Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(
                            t -> t.getName().startsWith("echospec-server-" + server.port())));
        try (ServerSocket other = new ServerSocket()) {
          other.setReuseAddress(false);
          other.bind(new InetSocketAddress(server.address(), server.port()));
        }
      }
    }
  }

  @Test
  void aServerIsStartedAndStoppedManyTimesOnOnePort() throws IOException {
    int port;
    try (ReferenceServer server = ReferenceServer.start(CONCURRENT, ServerLog.silent())) {
      port = server.port();
    }
    for (int i = 0; i < 50; i++) {
      try (ReferenceServer server =
          ReferenceServer.start(CONCURRENT.withPort(port), ServerLog.silent())) {
        assertThat(server.port()).isEqualTo(port);
        assertThat(echo(server, new byte[] {'x'})).containsExactly('X');
      }
    }
  }

  @Test
  void whyItCannotStartIsThrown() throws IOException {
    try (ReferenceServer server = ReferenceServer.start(CONCURRENT, ServerLog.silent())) {
      ServerOptions same = CONCURRENT.withPort(server.port());
      assertThatThrownBy(() -> ReferenceServer.start(same, ServerLog.silent()))
          .isInstanceOf(BindException.class);
      assertThat(echo(server, new byte[] {'x'})).containsExactly('X');
    }
    assertThatThrownBy(
            () ->
                ReferenceServer.start(
                    CONCURRENT.withHost("no such host.invalid"), ServerLog.silent()))
        .isInstanceOf(UnknownHostException.class);
  }

  private static Socket connect(ReferenceServer server) throws IOException {
    Socket socket = new Socket(server.address(), server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** One whole conversation, read while it is written. */
  private static byte[] echo(ReferenceServer server, byte[] bytes) throws IOException {
    try (Socket socket = connect(server)) {
      FutureTask<Void> sender = inBackground(socket, bytes);
      byte[] reply = socket.getInputStream().readAllBytes();
      sender.get(30, TimeUnit.SECONDS);
      return reply;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /** Sends and half-closes on another thread, which ends when the socket is closed. */
  private static FutureTask<Void> inBackground(Socket socket, byte[] bytes) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              send(socket, bytes);
              socket.shutdownOutput();
              return null;
            });
    Thread thread = new Thread(task, "test-sender");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] upper(byte[] bytes) {
    byte[] upper = bytes.clone();
    for (int i = 0; i < upper.length; i++) {
      if (upper[i] >= 'a' && upper[i] <= 'z') {
        upper[i] -= 0x20;
      }
    }
    return upper;
  }
}
