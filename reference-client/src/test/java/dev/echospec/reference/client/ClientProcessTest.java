package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The client as its users run it: a process, also against the tutorial's server in Python. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClientProcessTest {

  @Test
  void theExitCodeSaysHowItEnded() throws IOException {
    try (Program usage = Program.start(Program.client("--nonsense"))) {
      assertThat(usage.awaitExit()).isEqualTo(Main.USAGE);
      assertThat(usage.err()).hasSize(1);
    }
    try (ScriptedServer server = new ScriptedServer(client -> client.getInputStream().read());
        Program cut = Program.start(Program.client("--port=" + server.port()))) {
      assertThat(cut.awaitExit()).isEqualTo(Main.CUT_SHORT);
      assertThat(cut.err()).hasSize(1);
    }
    try (Program unresolved = Program.start(Program.client("--host=no such host.invalid"))) {
      assertThat(unresolved.awaitExit()).isEqualTo(Main.NOT_CONNECTED);
      assertThat(unresolved.err()).hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theDialogueIsUtf8WhateverTheLocale() throws IOException {
    Map<String, String> ascii = Map.of("LC_ALL", "POSIX");
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::echo);
        Program client =
            Program.start(ascii, Program.client("--lang=ru", "--port=" + server.port()))) {
      assertThat(client.awaitExit()).isEqualTo(Main.ECHOED);
      assertThat(client.out()).contains("Получено: Hello World!");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aTextThatTheLocaleHasLostIsNotSentAsSomethingElse() throws IOException {
    Map<String, String> ascii = Map.of("LC_ALL", "POSIX");
    // The shell makes the two bytes of a character, whatever the locale of this JVM.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" \"$(printf '\\303\\251')\"", "sh"));
    command.addAll(Program.client());
    try (Program client = Program.start(ascii, command)) {
      assertThat(client.awaitExit()).isEqualTo(Main.USAGE);
      assertThat(client.err()).singleElement().asString().contains("LC_ALL=C.UTF-8");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void thisClientAndTheTutorialsServerHaveTheTutorialsDialogue() throws IOException {
    List<String> serverCommand = Program.tutorial("server.py");
    TutorialPort.awaitFree();
    try (Program server = Program.start(serverCommand)) {
      server.awaitLine("Ожидание соединения..."::equals);
      try (Program client = Program.start(Program.client("--lang", "ru"))) {
        assertThat(client.awaitExit()).isEqualTo(Main.ECHOED);
        assertThat(client.err()).isEmpty();
        assertThat(String.join("\n", client.out()))
            .isEqualTo(
                """
                Подключено к localhost порт 10000
                Отправка: Hello World!
                Получено: HELLO WORLD!
                Закрываем сокет\
                """);
      }
      await().atMost(Program.PATIENCE).until(() -> server.out().size() >= 9);
      String port = server.out().get(2).replaceAll(".*, (\\d+)\\)", "$1");
      assertThat(String.join("\n", server.out()))
          .isEqualTo(
              """
              Старт сервера на localhost порт 10000
              Ожидание соединения...
              Подключено к: ('127.0.0.1', %s)
              Получено: Hello World!
              Обработка данных...
              Отправка обратно клиенту.
              Получено:\s
              Нет данных от: ('127.0.0.1', %s)
              Ожидание соединения...\
              """
                  .formatted(port, port));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theTutorialsServerHasTheFaultsThatItsReadmeSays() throws IOException {
    List<String> serverCommand = Program.tutorial("server.py");
    TutorialPort.awaitFree();
    try (Program server = Program.start(serverCommand)) {
      server.awaitLine("Ожидание соединения..."::equals);
      try (Program client = Program.start(Program.client("aaaaaaaaaaaaaaaé"))) {
        assertThat(client.awaitExit()).isEqualTo(Main.CUT_SHORT);
        assertThat(client.err()).singleElement().asString().endsWith("after 0 of 17 bytes");
      }
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.err().get(server.err().size() - 1)).startsWith("UnicodeDecodeError:");
    }
    TutorialPort.awaitFree();
    try (Program server = Program.start(serverCommand)) {
      server.awaitLine("Ожидание соединения..."::equals);
      try (Socket client = new Socket("localhost", TutorialPort.NUMBER)) {
        client.setSoTimeout(30_000);
        client.getOutputStream().write("ok".getBytes(UTF_8));
        assertThat(client.getInputStream().readNBytes(2)).asString(UTF_8).isEqualTo("OK");
        client.getOutputStream().write(0xff);
        try {
          assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
          // The exchange may as well end with a reset.
        }
        // The server closed first: only a reset frees its port for the next one at once.
        client.setSoLinger(true, 0);
      }
      assertThat(server.awaitExit()).isEqualTo(1);
    }
    TutorialPort.awaitFree();
    try (Program server = Program.start(serverCommand)) {
      server.awaitLine("Ожидание соединения..."::equals);
      try (Socket client = new Socket("localhost", TutorialPort.NUMBER)) {
        server.awaitLine(line -> line.startsWith("Подключено к: "));
        client.setSoLinger(true, 0);
      }
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.err().get(server.err().size() - 1)).startsWith("ConnectionResetError:");
    }
  }
}
