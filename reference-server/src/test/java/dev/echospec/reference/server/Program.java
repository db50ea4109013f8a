package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A child process of a test. Its output is collected by line, and it is killed at the end. */
final class Program implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final Thread outReader;
  private final Thread errReader;

  private Program(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    process = builder.start();
    outReader = reader(process.getInputStream(), out, "test-program-out");
    errReader = reader(process.getErrorStream(), err, "test-program-err");
  }

  static Program start(List<String> command) throws IOException {
    return new Program(Map.of("PYTHONUNBUFFERED", "1"), command);
  }

  static Program start(Map<String, String> environment, List<String> command) throws IOException {
    return new Program(environment, command);
  }

  /** The command that runs {@link Main} with nothing but this module's classes. */
  static List<String> server(String... args) {
    try {
      Path classes =
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classes.toString(),
                  Main.class.getName()));
      command.addAll(List.of(args));
      return command;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command that runs one of the tutorial's programs; skips the test if Python is missing. */
  static List<String> tutorial(String script) throws IOException {
    Path path =
        Path.of(System.getProperty("basedir", ""), "../implementations/python-tutorial", script);
    try (Program python = start(List.of("python3", "--version"))) {
      python.awaitExit();
    } catch (IOException e) {
      if ("true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"))) {
        throw e;
      }
      Assumptions.abort("python3 is not on the PATH");
    }
    return List.of("python3", path.normalize().toString());
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  /** Waits for a line of output. */
  String awaitLine(Predicate<String> wanted) {
    await()
        .atMost(PATIENCE)
        .failFast(
            "the program ended: " + err, () -> !process.isAlive() && out.stream().noneMatch(wanted))
        .until(() -> out.stream().anyMatch(wanted));
    Optional<String> line = out.stream().filter(wanted).findFirst();
    return line.orElseThrow();
  }

  /** Closes our end of its standard output: its next write meets a closed pipe. */
  void closeOut() throws IOException {
    process.getInputStream().close();
  }

  /**
   * Sends SIGTERM, and unlike {@link Process#destroy()} leaves the pipes to be read to their end.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the process and of its output, and returns the exit code. */
  int awaitExit() {
    try {
      Assertions.assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended in time; stdout %s, stderr %s", out, err)
          .isTrue();
      outReader.join(PATIENCE.toMillis());
      errReader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
  }

  private static Thread reader(InputStream from, List<String> to, String name) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                lines.lines().forEach(to::add);
              } catch (IOException | UncheckedIOException e) {
                // The process or the test closed the stream: these are all the lines.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
