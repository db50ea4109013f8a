package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server is not blamed for a shortage of this machine: here real ports and files run out. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ShortageTest {
  /** Runs in a network namespace with few local ports, which TIME_WAIT keeps from being reused. */
  private static final String FEW_PORTS =
      "ip link set lo up && echo '50000 50060' > /proc/sys/net/ipv4/ip_local_port_range"
          + " && echo 0 > /proc/sys/net/ipv4/tcp_tw_reuse"
          + " && exec \"$@\"";

  @Test
  void localPortsAreWaitedForAndThatIsSaid() throws Exception {
    List<String> network = network();

    List<String> lines = lines(network, scarcity("ports"));

    assertThat(lines.get(0)).startsWith("took ").endsWith(": Address already in use");
    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 3)).containsExactly("PASS -", "PASS -");
    assertThat(lines.get(3))
        .startsWith("note this machine was short of local ports, open files or tracked connections")
        .endsWith(" ms for them, which is not counted against the server");
    assertThat(lines.get(4)).isEqualTo("CONFORMS");
  }

  /** Returns how to run a command with few local ports; skips the test if that is not permitted. */
  private static List<String> network() throws Exception {
    String problem = "";
    for (String option : List.of("-n", "-rn")) {
      List<String> command = List.of("unshare", option, "sh", "-c", FEW_PORTS, "sh");
      try {
        lines(command, List.of("true"));
        return command;
      } catch (IOException | AssertionError e) {
        problem = e.getMessage();
      }
    }
    assertThat(System.getenv("ECHOSPEC_REQUIRE_ALL")).as(problem).isNotEqualTo("true");
    assumeThat(problem).as("a network of its own, by unshare and ip").isEmpty();
    return List.of();
  }

  @Test
  void whereFilesRunOutTheCaseIsInErrorAndNobodyIsBlamed() throws Exception {
    List<String> few = List.of("sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh");

    List<String> lines = lines(few, scarcity("files"));

    assertThat(lines.get(0)).startsWith("took ").endsWith(": Too many open files");
    assertThat(lines.get(1))
        .startsWith("ERROR this machine is short of something, not the server: no more files")
        .endsWith(": raise the limit of open files (ulimit -n)");
    assertThat(lines.get(2)).as("there are enough again").isEqualTo("PASS -");
    assertThat(lines.get(3)).startsWith("note ");
    assertThat(lines.get(4)).isEqualTo("ERROR");
  }

  private static List<String> scarcity(String what) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        System.getProperty("java.class.path"),
        Scarcity.class.getName(),
        what);
  }

  private static List<String> lines(List<String> around, List<String> command) throws Exception {
    List<String> whole = new ArrayList<>(around);
    whole.addAll(command);
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text.lines()
          .filter(line -> !line.startsWith("INFO: ") && line.matches("(took|note|[A-Z_]+)\\b.*"))
          .toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
