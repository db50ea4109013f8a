package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.reference.client.ReferenceClient;
import dev.echospec.reference.server.Transform;
import dev.echospec.report.Python.Ended;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.script.Malformed;
import dev.echospec.script.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is really run by a Python interpreter, with clients that are right and wrong. */
class PythonServerTest {
  /** For clients that hang. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Payload HELLO = Payload.of("Hello World!");

  /** The correct client; the faulty ones replace a line of it. */
  private static final String RIGHT =
      """
      import socket, sys
      message = sys.stdin.buffer.read()
      peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
      peer.sendall(message)
      left = len(message)
      while left > 0:
          piece = peer.recv(16)
          if not piece: sys.exit("cut short")
          sys.stdout.buffer.write(b"got: " + piece + b"\\n")
          left -= len(piece)
      """;

  @TempDir Path folder;

  @BeforeAll
  static void needsPython() {
    assumeTrue(
        Python.isThere() || "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL")),
        "python3 is not there");
  }

  private static ServerScript inTwo() {
    return ServerScript.inPieces(HELLO, List.of(6), 1000);
  }

  private static ServerScript cut(ServerStep end) {
    return new ServerScript(
        HELLO, Host.IPV4, List.of(new Read(ServerStep.EVERYTHING), new Answer(5), end));
  }

  @Test
  void endsWithWhatTheServerDoes() {
    ServerScript script =
        new ServerScript(
            Payload.of("@SCRIPT@\n"),
            Host.NAME,
            List.of(
                new Read(2),
                new Read(ServerStep.EVERYTHING),
                new Answer(5),
                new ServerStep.Pause(20),
                new Answer(ServerStep.EVERYTHING),
                new Send(Payload.of("\"")),
                new HalfClose()));

    assertThat(PythonServer.of(file(script, ClientLaw.PRINTS), LONG))
        .startsWith("\"\"\"The case client/output.\n")
        .contains("LAW = \"prints\"\n", "HOST = \"localhost\"", "HOSTS = [\"127.0.0.1\", \"::1\"]")
        .endsWith(
            """
            MESSAGE = b"@SCRIPT@\\n"
            PIECES = [5, 4]  # lengths of the answers, if they come apart


            def serve(client):
                client.read(2)
                client.read()
                client.answer(5)
                client.pause(20)
                client.answer(then=b"\\"")
                client.half_close()


            main(*arguments(sys.argv[1:]))
            """);
  }

  @Test
  void aCorrectClientDoesAsItShould() throws Exception {
    assertThat(run(inTwo(), ClientLaw.PRINTS, RIGHT).out()).endsWith("no fault seen\n");
    Ended cut = run(cut(new HalfClose()), ClientLaw.GIVES_UP, RIGHT);
    assertThat(cut.status()).as(cut.out()).isZero();
    assertThat(cut.out()).contains("It ended with exit status 1.", "cut short");
    assertThat(run(cut(new Reset()), ClientLaw.GIVES_UP, RIGHT).status()).isZero();
    ServerScript nobody = new ServerScript(HELLO, Host.IPV4, List.of(new Refuse()));
    assertThat(run(nobody, ClientLaw.GIVES_UP, RIGHT).status()).isZero();
  }

  @Test
  void theReferenceClientDoesAsItShould() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String[] client = {
      java,
      "-cp",
      Path.of(ReferenceClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString(),
      "dev.echospec.reference.client.Main",
      "--host",
      "{host}",
      "--port",
      "{port}",
      "{message}"
    };

    Ended ended = program(file(inTwo(), ClientLaw.EXCHANGES), LONG, client);

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("The server answered 12 of the 12 bytes of the echo.");
  }

  @Test
  void aFaultyClientShowsItsFault() throws Exception {
    assertFault(
        inTwo(), ClientLaw.PRINTS, RIGHT.replace("while left > 0", "if True"), "printed only 6 of");
    assertFault(
        inTwo(),
        ClientLaw.ENDS,
        RIGHT.replace("while left > 0", "if True"),
        "ended before the whole echo had been sent");
    assertFault(
        inTwo(),
        ClientLaw.SENDS,
        RIGHT.replace("sendall(message)", "sendall(message + b'x')"),
        "is not the message");
    assertFault(
        cut(new HalfClose()),
        ClientLaw.GIVES_UP,
        RIGHT.replace("sys.exit(\"cut short\")", "break"),
        "exit status 0 although");
  }

  /** In a write of its own it would come after this client has read all that it wanted. */
  @Test
  void whatFollowsTheEchoAtOnceIsInTheSameWrite() throws Exception {
    ServerScript script =
        new ServerScript(
            HELLO,
            Host.IPV4,
            List.of(
                new Read(ServerStep.EVERYTHING),
                new Answer(ServerStep.EVERYTHING),
                new Send(Payload.of("more"))));

    for (int i = 0; i < 5; i++) {
      assertFault(
          script,
          ClientLaw.UNHARMED,
          RIGHT.replace("recv(16)", "recv(100)").replace("left -=", "assert left == "),
          "AssertionError");
    }
  }

  @Test
  void aClientThatHangsIsEnded() throws Exception {
    Ended spins =
        program(
            file(cut(new HalfClose()), ClientLaw.GIVES_UP),
            SHORT,
            python(RIGHT.replace("sys.exit(\"cut short\")", "continue")));

    assertThat(spins.status()).as(spins.out()).isEqualTo(1);
    assertThat(spins.out()).contains("It still runs.", "FAULT  the client still ran 1 s after");
  }

  @Test
  void withoutACommandItWaitsForTheClient() throws Exception {
    ServerScript script = ServerScript.echo(HELLO);
    Path program = write("again.py", PythonServer.of(file(script, ClientLaw.SENDS), LONG));
    Process server =
        new ProcessBuilder("python3", program.toString(), "0").redirectErrorStream(true).start();
    try (var out = server.inputReader()) {
      String told = out.readLine();
      assertThat(told)
          .matches("The client is to connect to 127.0.0.1 port \\d+ and send 'Hello World!'\\.");
      String port = told.replaceAll(".* port (\\d+) .*", "$1");
      Path client =
          write(
              "client.py",
              RIGHT
                  .replace("sys.stdin.buffer.read()", "b'Hello World!' + b'\\n'")
                  .replace("while left > 0", "while False"));

      Python.run(client.toString(), "127.0.0.1", port);

      assertThat(out.lines()).contains("FAULT  what the client sent is not the message");
      assertThat(server.waitFor()).isEqualTo(1);
    } finally {
      server.destroyForcibly();
    }
  }

  /** What stands in a file of somebody else is not run. */
  @Test
  void noPartOfAFileBecomesCode() throws Exception {
    String file =
        """
        {"echospec": "failure/1", "case": "x\\"\\"\\"\\nimport os", "rule": "r", "transform": "upper",
         "client": {"law": "prints", "server": {"message": "61", "host": "ipv4", "steps": []}},
         "extent": [], "replay": ""}
        """;
    Path hostile = write("hostile.json", file);

    assertThatThrownBy(() -> ClientFailureFile.read(hostile))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("\"case\" is not the id of a case");
    Path harmless = write("harmless.json", file.replaceAll("\"x.*os\"", "\"client/output\""));
    assertThat(ClientFailureFile.read(harmless)).isPresent();
  }

  @Test
  void wrongUsage() throws Exception {
    Path program = write("again.py", PythonServer.of(file(inTwo(), ClientLaw.PRINTS), LONG));

    assertThat(Python.run(program.toString(), "--").status()).isEqualTo(2);
    assertThat(Python.run(program.toString(), "70000").status()).isEqualTo(2);
    assertThat(Python.run(program.toString(), "--", "no-such-client-anywhere").status())
        .isEqualTo(3);
  }

  private void assertFault(ServerScript script, ClientLaw law, String client, String words)
      throws Exception {
    Ended ended = run(script, law, client);

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(ended.out()).contains("FAULT  ", words);
  }

  private Ended run(ServerScript script, ClientLaw law, String client) throws Exception {
    return program(file(script, law), LONG, python(client));
  }

  private String[] python(String client) throws Exception {
    return new String[] {"python3", write("client.py", client).toString(), "{host}", "{port}"};
  }

  private Ended program(ClientFailureFile file, Duration patience, String... client)
      throws Exception {
    Path program = write("again.py", PythonServer.of(file, patience));
    List<String> words = new ArrayList<>(List.of(program.toString(), "--"));
    words.addAll(List.of(client));
    return Python.run(words.toArray(String[]::new));
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static ClientFailureFile file(ServerScript script, ClientLaw law) {
    return new ClientFailureFile("client/output", law, Transform.UPPER, script);
  }
}
