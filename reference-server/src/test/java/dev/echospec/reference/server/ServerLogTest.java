package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ServerLogTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 34800);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  // An encoding that cannot hold the dialogue: it must not matter.
  private final PrintStream out = new PrintStream(bytes, false, US_ASCII);

  @Test
  void russianIsTheTutorialsDialogue() {
    converse(Language.RU);
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            """
            Старт сервера на localhost порт 10000
            Ожидание соединения...
            Подключено к: ('127.0.0.1', 34800)
            Получено: Hello World!
            Обработка данных...
            Отправка обратно клиенту.
            Получено:\s
            Нет данных от: ('127.0.0.1', 34800)
            Ожидание соединения...
            """);
  }

  @Test
  void englishSaysTheSameLineForLine() {
    converse(Language.EN);
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            """
            Starting the server on localhost port 10000
            Waiting for a connection...
            Connection from: ('127.0.0.1', 34800)
            Received: Hello World!
            Processing the data...
            Sending back to the client.
            Received:\s
            No data from: ('127.0.0.1', 34800)
            Waiting for a connection...
            """);
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    try (ServerLog log = ServerLog.dialogue(Language.EN, out)) {
      log.received(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}, 4);
      log.received(new byte[] {(byte) 0xa9, 0, 0x1b, '[', '2', 'J', '\t', 0x7f}, 8);
    }
    assertThat(bytes.toString(UTF_8))
        .contains("Received: a\uFFFDb\uFFFD\n")
        .contains("Received: \uFFFD\uFFFD\uFFFD[2J\t\uFFFD\n");
  }

  @Test
  void onlyTheBytesReadAreShownAndTheyAreNotChanged() {
    byte[] buffer = "one two".getBytes(UTF_8);
    try (ServerLog log = ServerLog.dialogue(Language.EN, out)) {
      log.received(buffer, 3);
    }
    assertThat(bytes.toString(UTF_8)).startsWith("Received: one\n");
    assertThat(buffer).isEqualTo("one two".getBytes(UTF_8));
  }

  @Test
  void whatIsSaidTogetherStaysTogether() throws InterruptedException {
    try (ServerLog log = ServerLog.dialogue(Language.EN, out)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int j = 0; j < 500; j++) {
                    log.received(new byte[] {'x'}, 1);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join(30_000);
      }
    }
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            "Received: x\nProcessing the data...\nSending back to the client.\n".repeat(4000));
  }

  @Test
  void anOutputThatFailsIsIgnored() {
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("gone");
              }
            });
    try (ServerLog log = ServerLog.dialogue(Language.EN, broken)) {
      log.waiting();
      log.lost(CLIENT);
      log.acceptFailed(new IOException("Too many open files"));
    }
  }

  @Test
  void anOutputThatBlocksCostsLinesAndIsToldSoButNeverStopsTheCaller() {
    CountDownLatch readAgain = new CountDownLatch(1);
    PrintStream stuck =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] block, int from, int length) {
                try {
                  readAgain.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                bytes.write(block, from, length);
              }
            });
    try (ServerLog log = ServerLog.dialogue(Language.EN, stuck)) {
      byte[] block = new byte[1000];
      for (int i = 0; i < 5000; i++) {
        log.received(block, block.length);
      }
      readAgain.countDown();
    }
    assertThat(bytes.toString(UTF_8))
        .startsWith("Received: ")
        .containsPattern("\\(\\d+ lines not shown: the output was not read\\)\n");
  }

  private void converse(Language language) {
    try (ServerLog log = ServerLog.dialogue(language, out)) {
      log.listening("localhost", 10_000);
      log.waiting();
      log.connected(CLIENT);
      log.received("Hello World!".getBytes(UTF_8), 12);
      log.ended(CLIENT);
      log.waiting();
    }
  }
}
