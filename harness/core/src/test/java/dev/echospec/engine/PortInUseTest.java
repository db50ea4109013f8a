package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.echospec.judge.Oracle;
import dev.echospec.server.CommandTarget;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.Stand;
import dev.echospec.server.TestPort;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers without SO_REUSEADDR whose port is in use when they are started. */
@Timeout(120)
class PortInUseTest {
  @TempDir private Path folder;

  @Test
  void aPortThatIsStillTakenAtTheRestartIsWaitedFor() throws Exception {
    Path starts = folder.resolve("starts");
    // The output of such a server at its second and third start.
    String script =
        "echo x >> \"$0\"; n=$(wc -l < \"$0\"); "
            + "if [ $n = 2 ] || [ $n = 3 ]; then "
            + "echo 'OSError: [Errno 98] Address already in use' >&2; exit 1; fi; exec \"$@\"";
    CommandTarget target =
        new CommandTarget(
            List.of(
                "sh",
                "-c",
                script,
                starts.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stand.class.getName(),
                "echo",
                "{port}"),
            7);
    try (ServerUnderTest server =
        new ServerUnderTest(
            target,
            Oracle.UPPER,
            Optional.of(Duration.ofSeconds(5)),
            Optional.empty(),
            new RunListener() {})) {
      server.open();
      target.stop();

      server.bringBack();

      assertThat(Files.readAllLines(starts)).hasSize(4);
      assertThat(server.examine()).as("it serves").isEmpty();
    }
  }

  private static CommandTarget strict(int port) {
    return new CommandTarget(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Stand.class.getName(),
            "strict",
            Integer.toString(port)),
        port);
  }

  /** Holds the port like a connection in TIME_WAIT that cannot be ended: it does not listen. */
  private static SocketChannel block(int port) throws IOException {
    return SocketChannel.open().bind(new InetSocketAddress("127.0.0.1", port));
  }

  /** The same, after a server: another process's connection may have the port for a moment. */
  private static SocketChannel blockOnceFree(int port) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(BindException.class)
        .until(() -> block(port), SocketChannel::isOpen);
  }

  private static TimeBudget budget(Duration portWait) {
    return new TimeBudget(
        new Settings(
            Profile.CONCURRENT,
            List.of(Catalogue.find("close/empty").orElseThrow()),
            Settings.TRIES,
            1,
            Optional.of(Duration.ofSeconds(5))),
        portWait);
  }

  /** A server that ends at its first start and at a later one without mentioning its port. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPortIsWaitedForThoughTheServerDoesNotSayThatItIsTaken(boolean first) throws Exception {
    int port = TestPort.free();
    CommandTarget target = strict(port);
    TimeBudget budget = budget(Duration.ofSeconds(60));
    List<String> waits = new ArrayList<>();
    try (SocketChannel blocker = SocketChannel.open();
        ServerUnderTest server =
            new ServerUnderTest(
                target,
                Oracle.UPPER,
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(budget),
                new RunListener() {
                  @Override
                  public void waiting(String why) {
                    waits.add(why);
                    close(blocker);
                  }
                })) {
      if (first) {
        blocker.bind(new InetSocketAddress("127.0.0.1", port));
        server.open();
      } else {
        server.open();
        target.stop();
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreException(BindException.class)
            .until(() -> blocker.bind(new InetSocketAddress("127.0.0.1", port)).isOpen());
        long ends = budget.ends();
        server.bringBack();
        assertThat(budget.ends() - ends)
            .as("the run's clock stood still meanwhile")
            .isEqualTo(server.portWait().toNanos());
      }

      assertThat(waits)
          .containsExactly(
              "port "
                  + port
                  + " is taken by a socket that does not listen: it is waited for, 60 s at most,"
                  + " with which no case is charged");
      assertThat(server.examine()).as("it serves").isEmpty();
      assertThat(server.portWait()).isPositive();
      assertThat(server.notes())
          .singleElement(STRING)
          .startsWith("port " + port + " is taken by a socket that does not listen: it was waited ")
          .endsWith(" ms for the port, which is counted against neither the server nor a case");
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The report does not say that the server is gone, since it did nothing wrong. */
  @Test
  void aPortThatStaysTakenEndsTheRunAndBlamesNoServer() throws Exception {
    int port = TestPort.free();
    CommandTarget target = strict(port);
    try (ServerUnderTest server =
        new ServerUnderTest(
            target,
            Oracle.UPPER,
            Optional.of(Duration.ofSeconds(5)),
            Optional.of(budget(Duration.ofSeconds(1))),
            new RunListener() {})) {
      server.open();
      target.stop();
      try (SocketChannel blocker = blockOnceFree(port)) {
        assertThatExceptionOfType(PortTakenException.class)
            .isThrownBy(server::bringBack)
            .withMessageStartingWith("port " + port + " is taken by a socket that does not listen")
            .satisfies(
                e -> {
                  PrematureEnd end = new PrematureEnd();
                  end.serverIsGone(e);
                  assertThat(end.gone().orElseThrow()).doesNotContain("gone").contains("port");
                });
        assertThat(blocker.isOpen()).isTrue();
      }
    }
  }

  /** The run also waits for a listener that has taken the port meanwhile. */
  @Test
  void aListenerOnThePortIsWaitedForAtARestart() throws Exception {
    int port = TestPort.free();
    CommandTarget target = strict(port);
    try (ServerSocket stranger = new ServerSocket();
        ServerUnderTest server =
            new ServerUnderTest(
                target,
                Oracle.UPPER,
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(budget(Duration.ofSeconds(60))),
                new RunListener() {
                  @Override
                  public void waiting(String why) {
                    close(stranger);
                  }
                })) {
      server.open();
      target.stop();
      stranger.bind(new InetSocketAddress("127.0.0.1", port));

      server.bringBack();

      assertThat(server.examine()).as("it serves").isEmpty();
    }
  }
}
