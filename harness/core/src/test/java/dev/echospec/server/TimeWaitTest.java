package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.play.Player;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers without SO_REUSEADDR, and ports that they have left in TIME_WAIT. */
@Timeout(120)
class TimeWaitTest {
  private CommandTarget target;

  @BeforeEach
  void thisIsLinuxThatAllowsIt() throws IOException {
    Path strict = Path.of("/proc/sys/net/ipv4/tcp_rfc1337");
    assumeThat(strict).exists();
    assumeThat(Files.readString(strict).strip()).isEqualTo("0");
  }

  @AfterEach
  void stop() {
    if (target != null) {
      target.close();
    }
  }

  /**
   * Connections that the server closes first. The client has an address of its own: connections of
   * other programs in TIME_WAIT would block its ports.
   */
  private static void leave(int connections, String bound, String connected, int port)
      throws IOException {
    InetAddress own = InetAddress.getByName(connected.contains(":") ? connected : "127.61.3.7");
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(bound, port));
      for (int i = 0; i < connections; i++) {
        try (Socket client = new Socket(connected, port, own, 0)) {
          server.accept().close();
          assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
      }
    }
  }

  private static List<TcpSocket> inTimeWait(int port) {
    return TcpSocket.all().stream()
        .filter(socket -> socket.isOn(port) && socket.isInTimeWait())
        .toList();
  }

  /** One connection over IPv6, and one over IPv4 to a socket for both. */
  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1, 130", "::, 127.0.0.1, 130", "::1, ::1, 3"})
  void allConnectionsOfAPortAreEnded(String bound, String connected, int count) throws Exception {
    assumeThat(!connected.contains(":") || FixedPort.isHere(connected)).isTrue();
    int port = TestPort.free();
    leave(count, bound, connected, port);
    await().until(() -> inTimeWait(port).size() > count / 2);

    assertThat(new FixedPort(port, List.of("127.0.0.1", "::1")).cleared()).isEmpty();

    assertThat(inTimeWait(port)).isEmpty();
    try (ServerSocket strict = new ServerSocket()) {
      strict.setReuseAddress(false);
      strict.bind(new InetSocketAddress(port));
      assertThat(strict.isBound()).isTrue();
    }
  }

  /** Both ends of a connection that the server has ended; the client's end vanishes if asked to. */
  private static final String ENDED_BY_THE_SERVER =
      """
      import socket, sys
      server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
      client = socket.create_connection(server.getsockname(), source_address=("127.61.3.9", 0))
      accepted = server.accept()[0]
      accepted.shutdown(socket.SHUT_WR)
      FIN_WAIT_2 = 5
      while accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != FIN_WAIT_2: pass
      accepted.close()
      if sys.argv[2] == "vanishes":
          TCP_REPAIR = 19
          client.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
          client.close()
      server.close()
      print("ready", flush=True)
      sys.stdin.read()
      """;

  private static Process endedByTheServer(int port, String client) throws IOException {
    return new ProcessBuilder("python3", "-c", ENDED_BY_THE_SERVER, String.valueOf(port), client)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A reset that comes while a process ends may be lost. */
  @Test
  void aConnectionWhoseOtherEndIsGoneIsEnded() throws Exception {
    int port = TestPort.free();
    Process python = endedByTheServer(port, "vanishes");
    try (var out = python.inputReader()) {
      // The client's end can be made to vanish by root only.
      boolean isReady = "ready".equals(out.readLine());
      assumeThat(isReady || "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))).isTrue();
      assertThat(TcpSocket.all().stream().filter(socket -> socket.isOn(port)))
          .singleElement()
          .matches(TcpSocket::isOrphan)
          .matches(socket -> !socket.isInTimeWait());

      assertThat(new FixedPort(port, List.of("127.0.0.1")).cleared()).isEmpty();
    } finally {
      python.destroyForcibly();
    }
  }

  @Test
  void aConnectionWhoseOtherEndIsOpenIsNot() throws Exception {
    int port = TestPort.free();
    Process python = endedByTheServer(port, "stays");
    try (var out = python.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");

      assertThat(new FixedPort(port, List.of("127.0.0.1")).cleared())
          .contains("port " + port + " still has connections that the kernel is closing");
    } finally {
      python.destroyForcibly();
    }
  }

  @Test
  void theKernelsTableIsRead() {
    List<TcpSocket> sockets =
        TcpSocket.parse(
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:2710 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1045 1 0000000000000000 100 0 0 10 0
               1: 0000000000000000FFFF00000100007F:2710 0000000000000000FFFF00000100007F:9344 06 00000000:00000000 03:00000E10 00000000     0        0 0 3 0000000000000000
               2: 00000000000000000000000001000000:2711 00000000000000000000000001000000:BBC0 05 00000000:00000000 03:00000E10 00000000     0        0 0 3 0000000000000000
            """,
            ByteOrder.LITTLE_ENDIAN);

    assertThat(sockets)
        .containsExactly(
            new TcpSocket(
                new InetSocketAddress("127.0.0.1", 10_000),
                new InetSocketAddress("0.0.0.0", 0),
                0x0A,
                1045),
            new TcpSocket(
                new InetSocketAddress("127.0.0.1", 10_000),
                new InetSocketAddress("127.0.0.1", 0x9344),
                0x06,
                0),
            new TcpSocket(
                new InetSocketAddress("::1", 10_001),
                new InetSocketAddress("::1", 0xBBC0),
                0x05,
                0));
    assertThat(sockets).extracting(TcpSocket::isListening).containsExactly(true, false, false);
    assertThat(sockets).extracting(TcpSocket::isInTimeWait).containsExactly(false, true, false);
    assertThat(sockets).extracting(TcpSocket::isOrphan).containsExactly(false, true, true);
  }

  /** Connections of an earlier run, and connections that the server itself leaves. */
  @Test
  void aServerThatCannotBindSuchAPortStartsAtOnce() throws Exception {
    int port = TestPort.free();
    leave(1, "127.0.0.1", "127.0.0.1", port);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stand.class.getName(),
                "strict",
                Integer.toString(port)));
    target = new CommandTarget(command, port);
    try (Player player = new Player()) {
      ServerProbe probe = new ServerProbe(target, player, Optional.empty());
      target.start();
      assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
      try (Socket client = new Socket("127.0.0.1", port, InetAddress.getByName("127.61.3.8"), 0)) {
        client.getOutputStream().write('!');
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }

      target.start();

      assertThat(probe.meet()).as("again").isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
    }
  }
}
