package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The server as its users run it: a process, with signals and pipes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ServerProcessTest {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void sigtermEndsItWellAndFreesThePortAtOnce() throws IOException {
    try (Program program = Program.start(Program.server("--port=0", "--concurrent"))) {
      int port = port(program);
      try (Socket open = connect(port)) {
        assertThat(converse(port)).isEqualTo("HELLO");
        open.getOutputStream().write('a');
        assertThat(open.getInputStream().read()).isEqualTo('A');
        program.terminate();
        assertThat(program.awaitExit()).isEqualTo(Main.STOPPED);
        try (ServerSocket next = new ServerSocket()) {
          next.setReuseAddress(false);
          next.bind(new InetSocketAddress("localhost", port));
        }
      }
      assertThat(program.err()).isEmpty();
      assertThat(program.out()).contains("Received: Hello", "Received: a");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void sigtermEndsItWellFromTheMomentItSaysThatItListens() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (Program program = Program.start(Program.server("--port=0"))) {
        port(program);
        program.terminate();
        assertThat(program.awaitExit()).isEqualTo(Main.STOPPED);
        assertThat(program.err()).isEmpty();
      }
    }
  }

  @Test
  void theDialogueIsUtf8WhateverTheLocale() throws IOException {
    Map<String, String> ascii = Map.of("LC_ALL", "POSIX");
    try (Program program = Program.start(ascii, Program.server("--port=0", "--lang=ru"))) {
      int port = Integer.parseInt(program.awaitLine(l -> l.startsWith("Старт ")).split(" ")[5]);
      assertThat(converse(port)).isEqualTo("HELLO");
      program.awaitLine("Получено: Hello"::equals);
    }
  }

  @Test
  void itServesOnWhenNobodyReadsItsOutputAnyMore() throws IOException {
    try (Program program = Program.start(Program.server("--port=0"))) {
      int port = port(program);
      program.closeOut();
      for (int i = 0; i < 20; i++) {
        assertThat(converse(port)).isEqualTo("HELLO");
      }
      assertThat(program.isAlive()).isTrue();
      assertThat(program.err()).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whenDescriptorsRunOutItWaitsForOneAndServesOn() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 48; exec \"$@\"", "sh"));
    command.addAll(Program.server("--port=0", "--concurrent", "--backlog=128"));
    List<Socket> sockets = new ArrayList<>();
    try (Program program = Program.start(command)) {
      int port = port(program);
      for (int i = 0; i < 100; i++) {
        sockets.add(connect(port));
      }
      program.awaitLine(line -> line.startsWith("Cannot accept a connection for now: "));
      for (Socket socket : sockets) {
        socket.close();
      }
      assertThat(converse(port)).isEqualTo("HELLO");
      assertThat(program.err()).isEmpty();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void whatIsWrongIsOneLineAndNeverAStackTrace() throws IOException {
    try (Program usage = Program.start(Program.server("--nonsense"))) {
      assertThat(usage.awaitExit()).isEqualTo(Main.USAGE);
      assertThat(usage.err()).hasSize(1);
    }
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
        Program inUse = Program.start(Program.server("--port=" + other.getLocalPort()))) {
      assertThat(inUse.awaitExit()).isEqualTo(Main.CANNOT_LISTEN);
      assertThat(inUse.err()).hasSize(1);
      assertThat(inUse.out()).isEmpty();
    }
    try (Program help = Program.start(Program.server("--help"))) {
      assertThat(help.awaitExit()).isEqualTo(Main.STOPPED);
      assertThat(help.out()).hasSizeGreaterThan(10);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theTutorialsClientAndThisServerHaveTheTutorialsDialogue() throws IOException {
    List<String> clientCommand = Program.tutorial("client.py");
    TutorialPort.awaitFree();
    try (Program server = Program.start(Program.server("--lang", "ru"))) {
      server.awaitLine("Ожидание соединения..."::equals);
      try (Program client = Program.start(clientCommand)) {
        assertThat(client.awaitExit()).isZero();
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
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(Main.STOPPED);
      String port = server.out().get(2).replaceAll("\\D+127\\D0\\D0\\D1\\D+(\\d+)\\D+", "$1");
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

  private static int port(Program program) {
    return Integer.parseInt(program.awaitLine(l -> l.startsWith("Starting ")).split(" ")[6]);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String converse(int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write("Hello".getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
