package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.zoo.ZooMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kit where it finds nothing of Linux: neither /proc, which the name of another system makes it
 * ignore, nor a shell or any other program, as its environment is empty.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OtherSystemIT {
  /** Java itself knows this one, and runs under its name as it does under that of Linux. */
  private static final String SYSTEM = "-Dos.name=AIX";

  @TempDir private Path folder;

  private Kit.Ended verify(String... args) throws Exception {
    List<String> command = new ArrayList<>(Kit.java(Echospec.class, "verify", "--tries", "3"));
    command.add(1, SYSTEM);
    command.addAll(List.of("--report", folder.resolve("report").toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", Files.createDirectories(folder.resolve("bin")).toString());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** A command that takes its port: it is started, restarted when it dies, and ended. */
  @Test
  void aCommandIsTestedRestartedAndEnded() throws Exception {
    List<String> args =
        new ArrayList<>(List.of("--case", "close/empty", "--case", "transform/ascii-letters"));
    args.addAll(List.of("--case", "close/releases", "--case", "endurance/memory", "--"));
    args.addAll(Kit.java(ZooMain.class, "DiesOnEmpty", "{port}"));

    Kit.Ended ended = verify(args.toArray(String[]::new));

    assertThat(ended.status()).as(ended::toString).isEqualTo(1);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("FAIL  close/empty", "exited with status 1")
        .doesNotContain("Exception");
    // The letters of the other case may be none, of which the server dies as well.
    assertThat(Kit.idsWith("FAIL", Kit.results(folder.resolve("report")))).contains("close/empty");
    assertThat(Kit.idsWith("SKIP", Kit.results(folder.resolve("report"))))
        .as("what only Linux counts")
        .containsExactlyInAnyOrder("close/releases", "endurance/memory");
    assertThat(Kit.targets("DiesOnEmpty")).as("servers that are left").isEmpty();
  }

  /** A fixed port: nothing can tell what blocks it. */
  @Test
  void aCommandOnAFixedPortIsTested() throws Exception {
    int port = Kit.freePort();
    List<String> args = new ArrayList<>(List.of("--case", "transform/ascii-letters"));
    args.addAll(List.of("--port", Integer.toString(port), "--"));
    args.addAll(Kit.java(ZooMain.class, "UpperCasesLatin1", Integer.toString(port)));

    Kit.Ended ended = verify(args.toArray(String[]::new));

    assertThat(ended.status()).as(ended::toString).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(Kit.isFree(port)).isTrue();
  }
}
