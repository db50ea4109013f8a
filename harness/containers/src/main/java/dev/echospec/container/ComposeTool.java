package dev.echospec.container;

import dev.echospec.server.Tail;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/**
 * The compose program of this machine.
 *
 * @param words the program and the arguments that every call begins with
 * @param plugin whether it is the plugin of the docker command, else the program docker-compose
 */
record ComposeTool(List<String> words, boolean plugin) {
  /** Bound of a call that starts nothing. */
  private static final Duration QUESTION = Duration.ofMinutes(1);

  private static final int LAST_WORDS_MILLIS = 1000;

  ComposeTool {
    words = List.copyOf(words);
  }

  /**
   * The result of a call.
   *
   * @param status exit status
   * @param printed the last of both streams
   */
  record Answer(int status, String printed) {}

  /**
   * Finds the plugin of docker, or else docker-compose.
   *
   * @throws TargetException if neither is installed
   */
  static ComposeTool find() throws TargetException {
    for (ComposeTool tool :
        List.of(
            new ComposeTool(List.of("docker", "compose"), true),
            new ComposeTool(List.of("docker-compose"), false))) {
      try {
        if (tool.run(QUESTION, "version").status() == 0) {
          return tool;
        }
      } catch (IOException e) {
        // Not installed.
      }
    }
    throw new TargetException(
        "Neither 'docker compose' nor 'docker-compose' is installed here: install one of them.");
  }

  /**
   * Lists the services of a compose file.
   *
   * @param file a compose file
   * @return their names
   * @throws TargetException if compose refuses the file
   */
  List<String> services(Path file) throws TargetException {
    Answer answer = ask(List.of(file), QUESTION, "config", "--services");
    if (answer.status() != 0) {
      throw new TargetException(
          file + " is no valid compose file: see what compose says of it.", answer.printed());
    }
    return answer.printed().lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * Runs a command of compose.
   *
   * @param files the compose file, then its overrides
   * @param limit bound of the run
   * @param arguments command and options, after the files
   * @return also for an exit status other than 0
   * @throws TargetException if it cannot be run, is interrupted, or takes too long
   */
  Answer ask(List<Path> files, Duration limit, String... arguments) throws TargetException {
    List<String> all = new ArrayList<>();
    files.forEach(file -> all.addAll(List.of("-f", file.toString())));
    all.addAll(List.of(arguments));
    try {
      return run(limit, all.toArray(String[]::new));
    } catch (IOException e) {
      throw new TargetException(String.join(" ", words) + " cannot be run: " + e.getMessage());
    }
  }

  private Answer run(Duration limit, String... arguments) throws IOException, TargetException {
    List<String> command = new ArrayList<>(words);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "DOCKER_HOST",
            DockerClientFactory.instance().getTransportConfig().getDockerHost().toString());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      Tail printed = Tail.of(process.getInputStream(), "echospec: output of compose");
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TargetException(
            String.join(" ", command) + " did not end within " + limit.toSeconds() + " s.");
      }
      printed.awaitEnd(LAST_WORDS_MILLIS);
      return new Answer(process.exitValue(), printed.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException(String.join(" ", command) + " was interrupted.");
    } finally {
      process.destroy();
    }
  }

  /** Returns the last lines of a text that are not blank. */
  static String last(int count, String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
