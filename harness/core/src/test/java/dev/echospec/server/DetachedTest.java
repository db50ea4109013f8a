package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that have left the tree of their command, with an empty environment. */
@Timeout(120)
class DetachedTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  /**
   * Forks twice, with an empty environment, in a session of its own. Arguments: port, a file for
   * the PID, whether the output goes to /dev/null, and whether the first process stays.
   */
  private static final String DAEMON =
      """
      use strict; use Socket; use POSIX ();
      my ($port, $file, $quiet, $stays) = @ARGV;
      if (!$ENV{DETACHED_EMPTY}) {
        if (fork == 0) {
          POSIX::setsid();
          exit 0 if fork;
          exec { "/usr/bin/env" } "env", "-i", "DETACHED_EMPTY=1", $^X, $0, @ARGV;
        }
        wait;
        sleep 300 if $stays;
        exit 0;
      }
      if ($quiet) {
        open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null";
      }
      $SIG{ALRM} = sub { exit 0 }; alarm 120;
      socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!;
      setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
      bind($s, sockaddr_in($port, INADDR_LOOPBACK)) or die $!;
      listen($s, 5) or die $!;
      open my $out, ">", $file or die $!; print $out "$$\\n"; close $out;
      while (accept(my $c, $s)) { close $c }
      """;

  @TempDir private Path folder;
  private final List<ProcessHandle> started = new ArrayList<>();
  private CommandTarget target;
  private Path program;

  @BeforeEach
  void thereIsPerl() throws IOException {
    assumeThat(Path.of("/proc/self/environ")).exists();
    if (!"true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
      assumeThat(Path.of("/usr/bin/perl")).exists();
    }
    program = Files.writeString(folder.resolve("daemon.pl"), DAEMON);
  }

  @AfterEach
  void end() {
    if (target != null) {
      target.close();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private ProcessHandle daemon(int port, int listens, boolean quiet, boolean stays)
      throws TargetException {
    Path file = folder.resolve("pid");
    target =
        new CommandTarget(
            List.of(
                "perl",
                program.toString(),
                Integer.toString(listens),
                file.toString(),
                quiet ? "1" : "",
                stays ? "1" : ""),
            port);
    target.start();
    Callable<String> content = () -> Files.exists(file) ? Files.readString(file) : "";
    String pid = await().atMost(SOON).until(content, text -> text.endsWith("\n"));
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    started.add(server);
    return server;
  }

  private static void isGone(ProcessHandle server, int port) {
    await().atMost(SOON).until(() -> !server.isAlive());
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> new Socket("127.0.0.1", port).close());
  }

  @Test
  void whatListensOnThePortIsEndedWithItsCommand() throws Exception {
    int port = TestPort.free();
    ProcessHandle server = daemon(port, port, true, true);

    target.close();

    isGone(server, port);
    assertThat(target.notes()).isEmpty();
  }

  @Test
  void whatListensOnThePortIsEndedThoughItsCommandHasEnded() throws Exception {
    int port = TestPort.free();
    ProcessHandle server = daemon(port, port, true, false);
    await().atMost(SOON).until(() -> target.death().isPresent());

    // Otherwise it refuses to start on a port with a listener.
    target.start();

    await().atMost(SOON).until(() -> !server.isAlive());
  }

  /** The server listens on another port, but holds the output of its command. */
  @Test
  void whatHoldsTheOutputIsEndedWithItsCommand() throws Exception {
    int elsewhere = TestPort.free();
    ProcessHandle server = daemon(TestPort.free(), elsewhere, false, true);

    target.close();

    isGone(server, elsewhere);
  }

  /** This test starts it, so that it is no orphan. */
  @Test
  void aStrangerThatHasTakenThePortIsLeftAloneAndReported() throws Exception {
    int port = TestPort.free();
    target = new CommandTarget(List.of("sleep", "300"), port);
    target.start();
    Path file = folder.resolve("pid");
    ProcessBuilder builder =
        new ProcessBuilder("perl", program.toString(), "" + port, file.toString(), "1");
    builder.environment().put("DETACHED_EMPTY", "1");
    Process stranger = builder.start();
    started.add(stranger.toHandle());
    await().atMost(SOON).until(() -> Files.exists(file));

    target.close();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(target.notes())
        .containsExactly(
            "something still listens on port "
                + port
                + " after the target was ended: it could not be told from a stranger's, and was left"
                + " alone");
  }
}
