package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.judge.Law;
import dev.echospec.reference.server.Transform;
import dev.echospec.report.EchoStandIn.Behaviour;
import dev.echospec.report.Python.Ended;
import dev.echospec.result.FailureFile;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is really run by a Python interpreter, against servers that are right and wrong. */
class PythonProgramTest {
  private static final Behaviour UPPER = EchoStandIn.echo(EchoStandIn::upper);
  private static final Behaviour SWAPPED = EchoStandIn.echo(EchoStandIn::swapped);

  /** Long enough for a right server on a busy machine. */
  private static final Duration LONG = Duration.ofSeconds(20);

  /** For servers that are silent for ever. */
  private static final Duration SHORT = Duration.ofMillis(1500);

  private static final Script ABC = Script.conversation(Payload.of("abc"), Payload.of("dé\n"));

  @TempDir Path folder;

  @BeforeAll
  static void needsPython() {
    assumeTrue(
        Python.isThere() || "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL")),
        "python3 is not there");
  }

  @Test
  void endsWithTheStepsAsPlainLines() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("aaaaé\"\\@DATA@\n")),
            new Step.Send(0, new Payload.Generated(7, 10, Alphabet.ASCII)),
            new Step.Send(0, new Payload.Generated(7, 1 << 30, Alphabet.ASCII)),
            new Step.Read(0, 5),
            new Step.Read(0, Step.EVERYTHING),
            new Step.StopReading(0),
            new Step.Pause(20),
            new Step.ResumeReading(0),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));
    String ten = new String(new Payload.Generated(7, 10, Alphabet.ASCII).period(), UTF_8);

    String program = PythonProgram.of(file(script, Law.ECHO), LONG);

    assertThat(program)
        .startsWith("\"\"\"The case stream/large.\n")
        .contains("\npayload_1 = data(\n")
        .endsWith(
            "\n# The conversation.\n"
                + "connect(0)\n"
                + "send(0, b\"aaaa\\xc3\\xa9\\\"\\\\@DATA@\\n\")\n"
                + "send(0, b\""
                + ten
                + "\")\n"
                + "send(0, payload_1, 1073741824)\n"
                + "read(0, 5)\n"
                + "read(0)\n"
                + "stop_reading(0)\n"
                + "pause(20)\n"
                + "resume_reading(0)\n"
                + "half_close(0)\n"
                + "read_to_end(0)\n"
                + "finish()\n");
  }

  @Test
  void echo() throws Exception {
    assertThat(run(ABC, Law.ECHO, UPPER)).isEqualTo(new Ended(0, "no fault seen\n"));
    assertThat(run(ABC, Law.ECHO, SWAPPED)).isEqualTo(new Ended(0, "no fault seen\n"));
    Ended same = run(ABC, Law.ECHO, EchoStandIn.echo(b -> b));
    assertThat(same.status()).isEqualTo(1);
    assertThat(same.out())
        .startsWith("FAULT  the echo is wrong, or missing, from byte 0 on\n  expected  41")
        .contains("\n  got       61");
  }

  @Test
  void identity() throws Exception {
    FailureFile file = new FailureFile(Optional.empty(), Law.ECHO, Transform.IDENTITY, ABC);

    assertThat(run(file, EchoStandIn.echo(b -> b), LONG).status()).isZero();
    assertThat(run(file, UPPER, LONG).status()).isEqualTo(1);
  }

  @Test
  void anEchoThatIsTooShortTooLongOrTooLate() throws Exception {
    Behaviour dropsTheRest = socket -> answer(socket.getInputStream().readAllBytes()[0], socket);
    Behaviour addsANewline =
        socket -> {
          UPPER.serve(socket);
          socket.getOutputStream().write('\n');
        };
    Behaviour silent =
        socket -> {
          answer(socket.getInputStream().read(), socket);
          drain(socket.getInputStream());
          EchoStandIn.stay();
        };

    Ended cut = run(Script.conversation(Payload.of("abc")), Law.ECHO, dropsTheRest);
    Ended more = run(ABC, Law.ECHO, addsANewline);
    Ended late = run(file(ABC, Law.ECHO), silent, SHORT);

    assertThat(cut.status()).isEqualTo(1);
    assertThat(cut.out())
        .startsWith("FAULT  the server closed the connection after 1 of the 3 bytes it owed");
    assertThat(cut.out()).contains("  expected  42 43\n  got       nothing\n");
    assertThat(more)
        .isEqualTo(
            new Ended(
                1,
                """
                FAULT  bytes came that are not owed, after 7 that are
                  expected  nothing
                  got       0a
                """));
    assertThat(late.status()).isEqualTo(1);
    assertThat(late.out())
        .startsWith("FAULT  1 of the 7 bytes owed came, then nothing for 1.5 s\n");
  }

  @Test
  void anEndBeforeTheClients() throws Exception {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("a")),
            new Step.Read(0, 1),
            new Step.Pause(10_000),
            new Step.HalfClose(0));

    assertThat(run(script, Law.ECHO, s -> answer(s.getInputStream().read(), s)).out())
        .isEqualTo(
            "FAULT  the server closed the connection, though the client had not closed its side\n");
  }

  @Test
  void echoAndClose() throws Exception {
    Behaviour staysOpen =
        socket -> {
          UPPER.serve(socket);
          EchoStandIn.stay();
        };
    Behaviour resets =
        socket -> {
          UPPER.serve(socket);
          socket.setSoLinger(true, 0);
        };
    FailureFile file = file(ABC, Law.ECHO_AND_CLOSE);

    assertThat(run(ABC, Law.ECHO_AND_CLOSE, UPPER).status()).isZero();
    assertThat(run(file, staysOpen, SHORT))
        .isEqualTo(
            new Ended(1, "FAULT  the server did not close for 1.5 s after the half-close\n"));
    assertThat(run(file(ABC, Law.ECHO), staysOpen, SHORT).status()).isZero();
    // A reset can overtake the echo; what the program says then is as true.
    assertThat(run(file, resets, LONG).out()).startsWith("FAULT  the server reset the connection");
  }

  @Test
  void length() throws Exception {
    Behaviour doubles =
        socket -> {
          byte[] all = socket.getInputStream().readAllBytes();
          socket.getOutputStream().write(all);
          socket.getOutputStream().write(all);
        };
    Behaviour dropsOne =
        socket -> {
          byte[] all = socket.getInputStream().readAllBytes();
          socket.getOutputStream().write(all, 0, all.length - 1);
        };

    assertThat(run(ABC, Law.LENGTH, EchoStandIn.echo(b -> 'x')).status()).isZero();
    assertThat(run(ABC, Law.LENGTH, doubles))
        .isEqualTo(new Ended(1, "FAULT  more bytes came back than were sent\n"));
    assertThat(run(ABC, Law.LENGTH, dropsOne).out()).contains("after 6 of the 7 bytes it owed");
  }

  @Test
  void idempotent() throws Exception {
    Script twice = joined(conversation(0, "abC"), conversation(1, "ABC"));
    Script swapped = joined(conversation(0, "abC"), conversation(1, "ABc"));

    assertThat(run(twice, Law.IDEMPOTENT, UPPER).status()).isZero();
    assertThat(run(swapped, Law.IDEMPOTENT, SWAPPED))
        .isEqualTo(
            new Ended(
                1,
                """
                FAULT  connection 1: the echo is wrong, or missing, from byte 0 on
                  expected  41 42 63
                  got       61 62 43
                """));
  }

  @Test
  void concatenation() throws Exception {
    Script script = joined(conversation(0, "ab"), conversation(1, "cd"), conversation(2, "abcd"));
    Behaviour backwards =
        socket -> {
          byte[] all = socket.getInputStream().readAllBytes();
          for (int i = all.length - 1; i >= 0; i--) {
            socket.getOutputStream().write(all[i]);
          }
        };

    assertThat(run(script, Law.CONCATENATION, UPPER).status()).isZero();
    assertThat(run(script, Law.CONCATENATION, backwards))
        .isEqualTo(
            new Ended(
                1,
                """
                FAULT  connection 2: the echo is wrong, or missing, from byte 0 on
                  expected  62 61 64 63
                  got       64 63 62 61
                """));
  }

  @Test
  void aLargePayloadDoesNotLockUpAndIsTheSameBytes() throws Exception {
    Payload payload = new Payload.Generated(7, 5_000_000, Alphabet.ANY);
    long flipped = 4_000_001;
    Behaviour flips =
        socket -> {
          InputStream in = socket.getInputStream();
          byte[] buffer = new byte[1 << 16];
          long at = 0;
          for (int count; (count = in.read(buffer)) > 0; at += count) {
            for (int i = 0; i < count; i++) {
              buffer[i] = (byte) EchoStandIn.upper(buffer[i]);
              if (at + i == flipped) {
                buffer[i] ^= 1;
              }
            }
            socket.getOutputStream().write(buffer, 0, count);
          }
        };

    assertThat(run(Script.conversation(payload), Law.ECHO_AND_CLOSE, UPPER).status()).isZero();
    assertThat(run(Script.conversation(payload), Law.ECHO, flips).out())
        .startsWith("FAULT  the echo is wrong, or missing, from byte 4000001 on\n  expected  ")
        .contains(String.format("  expected  %02x ", upperByte(payload, flipped)))
        .contains(String.format("  got       %02x ", upperByte(payload, flipped) ^ 1));
  }

  @Test
  void everyKindOfStepOnSeveralConnections() throws Exception {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Connect(1),
            new Step.Connect(2),
            new Step.StopReading(0),
            new Step.Send(0, new Payload.Generated(3, 20_000_000, Alphabet.TEXT)),
            new Step.HalfClose(0),
            new Step.Send(1, Payload.of("abc")),
            new Step.Read(1, 2),
            new Step.Pause(5),
            new Step.Send(2, Payload.of("abc")),
            new Step.Reset(2),
            new Step.Read(1, 100),
            new Step.Close(1),
            new Step.ResumeReading(0),
            new Step.ReadToEnd(0));

    assertThat(run(script, Law.ECHO_AND_CLOSE, UPPER)).isEqualTo(new Ended(0, "no fault seen\n"));
  }

  @Test
  void saysThatItCannotConnect() throws Exception {
    Path program = program(file(ABC, Law.ECHO), SHORT);
    try (Socket unheard = new Socket()) {
      // Bound and not listening: connects are refused.
      unheard.bind(new InetSocketAddress("127.0.0.1", 0));
      String port = String.valueOf(unheard.getLocalPort());

      assertThat(Python.run(program.toString(), "127.0.0.1", port))
          .isEqualTo(
              new Ended(3, "cannot connect to 127.0.0.1 port " + port + ": Connection refused\n"));
    }
    Ended wrong = Python.run(program.toString(), "127.0.0.1", "http");

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.out()).startsWith("usage: python3 ");
  }

  private static int upperByte(Payload payload, long at) {
    return EchoStandIn.upper(payload.byteAt(at)) & 0xff;
  }

  private static void answer(int b, Socket socket) throws IOException {
    socket.getOutputStream().write(EchoStandIn.upper(b));
  }

  private static void drain(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static List<Step> conversation(int on, String text) {
    return List.of(
        new Step.Connect(on),
        new Step.Send(on, Payload.of(text)),
        new Step.HalfClose(on),
        new Step.ReadToEnd(on));
  }

  @SafeVarargs
  private static Script joined(List<Step>... conversations) {
    List<Step> steps = new ArrayList<>();
    for (List<Step> conversation : conversations) {
      steps.addAll(conversation);
    }
    return new Script(steps);
  }

  private static FailureFile file(Script script, Law law) {
    return new FailureFile(Optional.of("stream/large"), law, Transform.UPPER, script);
  }

  private Ended run(Script script, Law law, Behaviour behaviour) throws Exception {
    return run(file(script, law), behaviour, LONG);
  }

  private Ended run(FailureFile file, Behaviour behaviour, Duration patience) throws Exception {
    try (EchoStandIn server = new EchoStandIn(behaviour)) {
      return Python.run(
          program(file, patience).toString(), "127.0.0.1", String.valueOf(server.port()));
    }
  }

  private Path program(FailureFile file, Duration patience) throws IOException {
    return Files.writeString(folder.resolve("program.py"), PythonProgram.of(file, patience));
  }
}
