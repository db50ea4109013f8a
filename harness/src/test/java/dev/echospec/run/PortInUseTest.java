package dev.echospec.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.oracle.Oracle;
import dev.echospec.target.CommandTarget;
import dev.echospec.target.Stand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server without SO_REUSEADDR whose own end has left its port in TIME_WAIT. */
@Timeout(120)
class PortInUseTest {
  @TempDir private Path folder;

  @Test
  void aPortThatIsStillTakenAtTheRestartIsWaitedFor() throws Exception {
    Path starts = folder.resolve("starts");
    // What such a server says, at its second and third start.
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
            target, Oracle.UPPER, Optional.of(Duration.ofSeconds(5)), Optional.empty())) {
      server.open();
      target.stop();

      server.bringBack();

      assertThat(Files.readAllLines(starts)).hasSize(4);
      assertThat(server.examine()).as("it serves").isEmpty();
    }
  }
}
