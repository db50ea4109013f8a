package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.play.LittleServer;
import dev.echospec.play.Player;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts, watches and ends real processes. */
@Timeout(90)
class CommandTargetTest {
  @TempDir Path folder;
  private CommandTarget target;

  @AfterEach
  void stop() {
    if (target != null) {
      target.stop();
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40));
  }

  private CommandTarget start(List<String> command) throws TargetException {
    target = new CommandTarget(command, 10_000);
    target.start();
    return target;
  }

  private CommandTarget shell(String script) throws TargetException {
    // With {port}, so that the test needs no fixed one.
    return start(List.of("sh", "-c", script, "{port}"));
  }

  private CommandTarget java(String... arguments) throws TargetException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        Path.of(
                java.net.URI.create(
                    Stand.class.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString());
    command.add(Stand.class.getName());
    command.addAll(List.of(arguments));
    return start(command);
  }

  private String read(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private long pid(String file) {
    Callable<String> content = () -> read(file);
    return Long.parseLong(soon().until(content, text -> text.endsWith("\n")).trim());
  }

  private static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return !stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void portAndHostAreSubstitutedWhereverTheyStand() throws Exception {
    target =
        new CommandTarget(
            List.of(
                "sh",
                "-c",
                "echo \"$0 $1\" > '" + file("told") + "'; exec sleep 60",
                "--listen={host}:{port}",
                "{port}/{port}"),
            7);
    assertThat(target.isToldItsPort()).isTrue();
    assertThat(target.name()).contains("sh -c ").endsWith(" {port}/{port}");
    target.start();
    int port = target.address().getPort();

    assertThat(port).isNotEqualTo(7);
    assertThat(target.address().getAddress().isLoopbackAddress()).isTrue();
    soon()
        .untilAsserted(
            () ->
                assertThat(read("told"))
                    .isEqualTo("--listen=127.0.0.1:" + port + " " + port + "/" + port + "\n"));
    assertThat(target.death()).isEmpty();
    assertThat(target.canRestart()).isTrue();
  }

  /** An interrupted kit closes a target from another thread than the one that starts it. */
  @Test
  void whatIsClosedDoesNotStartAnyMore() throws Exception {
    target = new CommandTarget(List.of("sh", "-c", "exec sleep 60", "{port}"), 7);
    target.start();
    target.close();

    assertThatThrownBy(target::start).isInstanceOf(TargetException.class);
    assertThat(target.death()).isEmpty();
    assertThat(target.resources()).isEmpty();
  }

  @Test
  void aCommandThatIsNotToldItsPortListensOnTheFixedOne() throws Exception {
    int port;
    try (LittleServer server = new LittleServer(LittleServer::echo)) {
      port = server.address().getPort();
    }
    target = new CommandTarget(List.of("sleep", "60"), port);

    assertThat(target.isToldItsPort()).isFalse();
    target.start();
    assertThat(target.address().getPort()).isEqualTo(port);
  }

  /** Such as a process that listens on the first address of localhost. */
  @Test
  void aServerOnTheOtherLoopbackAddressIsFound() throws Exception {
    requireIpv6();
    try (Player player = new Player()) {
      ServerProbe probe = new ServerProbe(java("echo", "{port}", "::1"), player, Optional.empty());

      assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
      assertThat(target.address().getAddress()).isEqualTo(InetAddress.getByName("::1"));

      target.start();
      assertThat(probe.meet()).as("again").isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
    }
  }

  @Test
  void aServerThatIsToldItsAddressIsSoughtThereOnly() throws Exception {
    target = new CommandTarget(List.of("sleep", "60", "{host}:{port}"), 7);
    target.start();

    target.lookElsewhere();

    assertThat(target.address().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
  }

  @Test
  void aStrangerOnTheOtherLoopbackAddressIsNotTakenForTheTarget() throws Exception {
    requireIpv6();
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      target = new CommandTarget(List.of("sleep", "60"), stranger.getLocalPort());

      assertThatExceptionOfType(TargetException.class)
          .isThrownBy(target::start)
          .withMessageStartingWith("Something listens on port " + stranger.getLocalPort());
    }
  }

  private static void requireIpv6() throws IOException {
    boolean isHere = NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
    if (!"true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
      assumeThat(isHere).as("this machine has the address ::1").isTrue();
    }
    assertThat(isHere).as("this machine must have the address ::1").isTrue();
  }

  @Test
  void aPortThatIsTakenIsNotTakenForTheTarget() {
    try (LittleServer stranger = new LittleServer(LittleServer::echo)) {
      int port = stranger.address().getPort();
      target = new CommandTarget(List.of("sleep", "60"), port);

      assertThatExceptionOfType(TargetException.class)
          .isThrownBy(target::start)
          .withMessage(
              "Something listens on port "
                  + port
                  + " already"
                  + (Files.exists(Path.of("/proc/self/fd"))
                      ? ", process " + ProcessHandle.current().pid()
                      : "")
                  + ": stop it, or name the port that the command listens on with --port, or"
                  + " put {port} into its arguments.");
    }
    assertThat(target.death()).isEmpty();
    assertThat(target.resources()).isEmpty();
  }

  /** Listens, and lends the socket to a process that is none of the target's. */
  private static final String LENDER =
      """
      import socket, sys
      listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
      lent = socket.socket(socket.AF_UNIX)
      lent.connect(sys.argv[2])
      socket.send_fds(lent, [b"x"], [listening.fileno()])
      while True: listening.accept()[0].close()
      """;

  /** Keeps what it is lent until a moment after the lender has ended. */
  private static final String BORROWER =
      """
      import socket, sys, time
      server = socket.socket(socket.AF_UNIX)
      server.bind(sys.argv[1])
      server.listen()
      print("ready", flush=True)
      while True:
          lender = server.accept()[0]
          held = socket.socket(fileno=socket.recv_fds(lender, 1, 1)[1][0])
          print("has it", flush=True)
          lender.recv(1)
          time.sleep(0.6)
          held.close()
      """;

  /** So does whatever reads the descriptors of a process while it ends, for a shorter time. */
  @Test
  void aListenerThatOutlivesItsProcessForAMomentIsNotAStrangers(@TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("lent");
    Process borrower =
        new ProcessBuilder("python3", "-c", BORROWER, path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = borrower.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      int port = TestPort.free();
      target =
          new CommandTarget(
              List.of("python3", "-c", LENDER, String.valueOf(port), path.toString()), port);

      target.start();
      assertThat(out.readLine()).isEqualTo("has it");
      target.start();

      assertThat(out.readLine()).isEqualTo("has it");
    } finally {
      borrower.destroyForcibly();
    }
  }

  @Test
  void aCommandThatDoesNotExist() {
    target = new CommandTarget(List.of("./no-such-command", "{port}"), 7);

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::start)
        .withMessage(
            "The command ./no-such-command cannot be started: check that it exists and may be run.");
    assertThat(target.lastWords()).isEmpty();
    target.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, exited with status 0",
    "exit 1, exited with status 1",
    "exit 127, exited with status 127",
    "kill -9 $$, ended by signal 9 (SIGKILL)",
    "kill -15 $$, ended by signal 15 (SIGTERM)",
    "kill -13 $$, ended by signal 13 (SIGPIPE)",
    "kill -6 $$, ended by signal 6 (SIGABRT)",
    "kill -11 $$, ended by signal 11 (SIGSEGV)"
  })
  void saysHowItEnded(String script, String words) throws Exception {
    shell(script);

    soon().untilAsserted(() -> assertThat(target.death()).contains(words));
    target.stop();
    assertThat(target.death()).isEmpty();
  }

  /** The last words are complete once the end is known: they hold the reason. */
  @RepeatedTest(30)
  void theLastWordsAreThereWhenItIsDead() throws Exception {
    shell("echo first >&2; echo 'Address already in use' >&2; exit 1");
    while (target.death().isEmpty()) {
      Thread.onSpinWait();
    }

    assertThat(target.lastWords()).isEqualTo("first\nAddress already in use");
  }

  /** A child that lives on holds the pipe open; the kit does not wait for its end. */
  @Test
  void theLastWordsDoNotWaitForWhatLivesOn() throws Exception {
    shell("echo gone >&2; sleep 60 & exit 1");
    soon().until(() -> target.death().isPresent());

    soon().untilAsserted(() -> assertThat(target.lastWords()).isEqualTo("gone"));
  }

  @Test
  void aProgramThatFails() throws Exception {
    java("fail", "{port}");

    soon().untilAsserted(() -> assertThat(target.death()).contains("exited with status 3"));
    assertThat(target.lastWords()).startsWith("first line\n");
  }

  @Test
  void aFloodOfOutputDoesNotBlockIt() throws Exception {
    java("flood", "{port}");

    soon()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(target.address());
                socket.getOutputStream().write('x');
                socket.shutdownOutput();
                assertThat(socket.getInputStream().readAllBytes()).containsExactly('x');
              }
            });
    soon().untilAsserted(() -> assertThat(target.lastWords()).endsWith("the last line"));
    // Whole lines, and a bounded number.
    assertThat(target.lastWords().length()).isBetween(1000, 9000);
    assertThat(target.lastWords().lines().toList())
        .allMatch(line -> line.equals("x".repeat(99)) || line.equals("the last line"));
  }

  @Test
  void theWholeTreeEndsWithIt() throws Exception {
    assumeThat(Path.of("/proc/self/environ")).exists();
    assumeThat(Path.of("/usr/bin/setsid")).exists();
    shell(
        "sleep 300 & echo $! > '"
            + file("child")
            + "'; setsid sh -c 'sleep 300 & echo $! > \"$0\"; wait' '"
            + file("grandchild")
            + "' & (setsid sh -c 'echo $$ > \"$0\"; exec sleep 300' '"
            + file("orphan")
            + "' &) ; wait");
    long child = pid("child");
    long grandchild = pid("grandchild");
    long orphan = pid("orphan");
    assertThat(List.of(child, grandchild, orphan)).allMatch(CommandTargetTest::isRunning);
    target.stop();

    assertThat(List.of(child, grandchild, orphan)).noneMatch(CommandTargetTest::isRunning);
    assertThat(target.death()).isEmpty();
    target.stop();
  }

  @Test
  void whatWasLeftBehindByADeadOneIsEndedToo() throws Exception {
    assumeThat(Path.of("/proc/self/environ")).exists();
    shell("(setsid sh -c 'echo $$ > \"$0\"; exec sleep 300' '" + file("orphan") + "' &); exit 1");
    long orphan = pid("orphan");
    soon().until(() -> target.death().isPresent());
    assertThat(isRunning(orphan)).isTrue();
    target.stop();

    assertThat(isRunning(orphan)).isFalse();
  }

  @Test
  void aProcessThatIgnoresTheRequestIsEndedAllTheSame() throws Exception {
    shell("trap '' TERM HUP INT; echo $$ > '" + file("stubborn") + "'; while :; do sleep 1; done");
    long stubborn = pid("stubborn");
    target.stop();

    assertThat(isRunning(stubborn)).isFalse();
  }

  @Test
  void itIsStartedAnewWithAPortOfItsOwn() throws Exception {
    shell("echo $$ $0 >> '" + file("starts") + "'; exec sleep 300");
    soon().until(() -> read("starts").lines().count() == 1);
    target.start();
    soon().until(() -> read("starts").lines().count() == 2);
    List<String> starts = read("starts").lines().toList();
    long first = Long.parseLong(starts.get(0).split(" ")[0]);
    long second = Long.parseLong(starts.get(1).split(" ")[0]);

    assertThat(isRunning(first)).isFalse();
    assertThat(isRunning(second)).isTrue();
    assertThat(starts.get(1)).endsWith(" " + target.address().getPort());
  }

  @Test
  void itsDescriptorsThreadsProcessesAndZombiesAreCounted() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).exists();
    String python =
        """
        import os, signal, sys, threading
        kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(20)]
        for _ in range(4):
            threading.Thread(target=threading.Event().wait, daemon=True).start()
        for _ in range(3):
            if os.fork() == 0:
                os._exit(0)
        if os.fork() == 0:
            signal.pause()
        open(sys.argv[1], "w").write("ready\\n")
        signal.pause()
        """;
    Path program = Files.writeString(folder.resolve("holds.py"), python, StandardCharsets.UTF_8);
    assumeThat(isThere("python3")).isTrue();
    start(List.of("python3", program.toString(), file("ready"), "{port}"));
    soon().until(() -> read("ready").equals("ready\n"));

    soon()
        .untilAsserted(
            () -> {
              Resources held = target.resources().orElseThrow();
              assertThat(held.zombies()).isEqualTo(3);
              // The process, its living child, and the zombies.
              assertThat(held.processes()).isEqualTo(5);
              // 20 besides stdin, stdout and stderr; the child has copies.
              assertThat(held.descriptors()).isGreaterThanOrEqualTo(2 * 23);
              assertThat(held.threads()).isBetween(6, 12);
            });
    target.stop();
    assertThat(target.resources()).isEmpty();
  }

  private static boolean isThere(String command) {
    try {
      return new ProcessBuilder(command, "-c", "pass").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void nothingIsKnownOfWhatWasNotStarted() {
    target = new CommandTarget(List.of("sleep", "60"), 7);

    assertThat(target.death()).isEmpty();
    assertThat(target.lastWords()).isEmpty();
    assertThat(target.resources()).isEmpty();
    target.stop();
  }
}
