package dev.echospec.zoo.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.zoo.client.Situation.Answer;
import dev.echospec.zoo.client.Situation.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each client of the zoo is what its sentence says: seen from a server, without the kit. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class ClientZooTest {
  private static final byte[] HELLO = "Hello World!".getBytes(UTF_8);

  /** Characters of two bytes at odd places, so that reads and pieces cut some. */
  private static final byte[] LETTERS = "aéé ßäöü naïve café Ωμέγα".getBytes(UTF_8);

  private static final byte[] EVERYTHING = everything();

  private static byte[] everything() {
    byte[] bytes = new byte[3000];
    new Random(7).nextBytes(bytes);
    bytes[0] = ' ';
    bytes[10] = '\n';
    bytes[20] = '\r';
    bytes[30] = 0;
    bytes[bytes.length - 1] = '\n';
    return bytes;
  }

  private static byte[] upper(byte[] bytes) {
    byte[] upper = bytes.clone();
    for (int i = 0; i < upper.length; i++) {
      if (upper[i] >= 'a' && upper[i] <= 'z') {
        upper[i] -= 'a' - 'A';
      }
    }
    return upper;
  }

  private static final Answer ECHO =
      (socket, in, out) -> {
        byte[] buffer = new byte[64 * 1024];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          out.write(upper(Arrays.copyOf(buffer, length)));
        }
      };

  /** Answers a whole message, in pieces. */
  private static Answer whole(byte[] message, int millisBefore, int... pieces) {
    return (socket, in, out) -> {
      socket.setTcpNoDelay(true);
      byte[] echo = upper(in.readNBytes(message.length));
      if (echo.length < message.length) {
        return;
      }
      Thread.sleep(millisBefore);
      int sent = 0;
      for (int piece : pieces) {
        out.write(echo, sent, piece);
        sent += piece;
        // So that each piece is a read of its own.
        Thread.sleep(100);
      }
      out.write(echo, sent, echo.length - sent);
    };
  }

  private static Answer endAfter(int bytes) {
    return (socket, in, out) -> {
      byte[] got = in.readNBytes(bytes);
      out.write(upper(got));
      in.readNBytes(HELLO.length - bytes);
      socket.shutdownOutput();
    };
  }

  private static void reset(Socket socket, InputStream in, OutputStream out) throws IOException {
    in.readNBytes(HELLO.length);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static final List<Situation> SENDS =
      List.of(
          new Situation("hello", HELLO, ECHO),
          new Situation("nothing", new byte[0], ECHO),
          new Situation("everything", EVERYTHING, ECHO),
          new Situation("100 KB", new byte[100_000], ECHO),
          new Situation("1 MB", new byte[1_000_000], ECHO));

  private static final List<Situation> PIECES =
      List.of(
          new Situation("falling", LETTERS, whole(LETTERS, 0, 16, 6, 3)),
          new Situation("one byte first", LETTERS, whole(LETTERS, 0, 1)),
          new Situation("cut inside a character", LETTERS, whole(LETTERS, 0, 2)),
          new Situation("everything", EVERYTHING, whole(EVERYTHING, 0, 1000)),
          new Situation("1024", new byte[1024], whole(new byte[1024], 0)),
          new Situation("0.7 s late", HELLO, whole(HELLO, 700)),
          new Situation("2 s late", HELLO, whole(HELLO, 2000)));

  /** For each case, where a client shows that it breaks its rule. */
  private static final Map<String, List<Situation>> OF =
      Map.of(
          "client/sends",
          SENDS,
          "client/output",
          PIECES,
          "client/ends",
          List.of(
              new Situation("hello", HELLO, ECHO),
              new Situation("1024", new byte[1024], whole(new byte[1024], 0))),
          "client/quiet-end",
          List.of(new Situation("hello", HELLO, ECHO)),
          "client/early-end",
          List.of(
              new Situation("at once", HELLO, endAfter(0)),
              new Situation("in the middle", HELLO, endAfter(5))),
          "client/reset",
          List.of(new Situation("reset", HELLO, ClientZooTest::reset)),
          "client/refused",
          List.of(new Situation("nobody there", HELLO, null)),
          "client/silent-server",
          List.of(
              new Situation(
                  "silent",
                  HELLO,
                  (socket, in, out) -> in.transferTo(OutputStream.nullOutputStream()))),
          "client/excess",
          List.of(
              new Situation(
                  "more than owed",
                  HELLO,
                  (socket, in, out) -> {
                    byte[] echo = upper(in.readNBytes(HELLO.length));
                    out.write(Arrays.copyOf(echo, echo.length + 5));
                  })),
          "client/address",
          List.of(
              new Situation("name", "localhost", HELLO, ECHO),
              new Situation("IPv6", "::1", HELLO, ECHO)));

  /** Whether what the rules ask for holds. */
  private static boolean isRight(String id, Situation situation, Outcome outcome) {
    if (!outcome.ended()) {
      return false;
    }
    return switch (id) {
      case "client/early-end", "client/reset", "client/refused", "client/silent-server" ->
          outcome.status() != 0;
      default ->
          outcome.status() == 0
              && !outcome.open()
              && contains(outcome.printed(), upper(situation.message()))
              && sentOnce(outcome.sent(), situation.message());
    };
  }

  /** The bytes in order, with anything between them. */
  private static boolean contains(byte[] printed, byte[] echo) {
    int found = 0;
    for (int i = 0; i < printed.length && found < echo.length; i++) {
      found += printed[i] == echo[found] ? 1 : 0;
    }
    return found == echo.length;
  }

  private static boolean sentOnce(List<byte[]> sent, byte[] message) {
    return message.length == 0
        ? sent.isEmpty()
        : sent.size() == 1 && Arrays.equals(sent.get(0), message);
  }

  static Stream<ClientZoo.Entry> faults() {
    return ClientZoo.faults().stream();
  }

  static Stream<Arguments> odd() {
    return ClientZoo.odd().stream()
        .flatMap(
            entry ->
                OF.entrySet().stream()
                    .flatMap(
                        of ->
                            of.getValue().stream()
                                .map(situation -> Arguments.of(entry, of.getKey(), situation))));
  }

  @ParameterizedTest
  @MethodSource
  void faults(ClientZoo.Entry entry) throws Exception {
    for (String id : entry.caughtBy()) {
      List<String> broken = new ArrayList<>();
      for (Situation situation : OF.get(id)) {
        if (broken.isEmpty() && !isRight(id, situation, situation.run(entry.client()))) {
          broken.add(situation.name());
        }
      }

      assertThat(broken).as(entry.summary() + " " + id).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource
  void odd(ClientZoo.Entry entry, String id, Situation situation) throws Exception {
    Outcome outcome = situation.run(entry.client());

    assertThat(isRight(id, situation, outcome)).as("%s %s: %s", entry.name(), id, outcome).isTrue();
  }

  @Test
  void thereAreEnough() {
    assertThat(ClientZoo.faults()).hasSizeGreaterThanOrEqualTo(32);
    assertThat(ClientZoo.odd()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(ClientZoo.named("DecodesEachRead").caughtBy()).containsExactly("client/output");
  }
}
