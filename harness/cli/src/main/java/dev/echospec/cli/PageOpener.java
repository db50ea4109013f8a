package dev.echospec.cli;

import dev.echospec.file.SearchPath;
import dev.echospec.report.Console;
import dev.echospec.script.ScriptText;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Shows a page of a report in the browser of the desktop. A page that cannot be shown is a line of
 * complaint, with its path, and never a fault of the run.
 *
 * @param system the name of the operating system, as Java has it
 * @param environment variables of the kit: where the programs are, and whether there is a desktop
 * @param err where complaints go
 */
record PageOpener(String system, Map<String, String> environment, Console err) {
  /** How long an opener has to complain. Some end at once, some when the browser does. */
  private static final long MOST_SECONDS = 5;

  private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY");

  /** An opener of the machine that the kit runs on. */
  static PageOpener here(Map<String, String> environment, Console err) {
    return new PageOpener(System.getProperty("os.name"), environment, err);
  }

  /**
   * Opens a page, if it is there and there is a desktop.
   *
   * @param page a file of the report
   */
  void open(Path page) {
    Path file = page.toAbsolutePath().normalize();
    problem(file)
        .ifPresent(
            problem ->
                err.println(
                    "echospec: the page cannot be opened: "
                        + problem
                        + "; it is "
                        + ScriptText.harmless(file.toString())));
  }

  private Optional<String> problem(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.of("it was not written");
    }
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      // No shell reads the path.
      return start("rundll32.exe", "url.dll,FileProtocolHandler", file.toUri().toString());
    }
    if (os.startsWith("mac")) {
      return start("open", file.toString());
    }
    // Without a display xdg-open takes a browser for terminals.
    return DISPLAYS.stream().allMatch(name -> environment.getOrDefault(name, "").isEmpty())
        ? Optional.of("there is no display")
        : start("xdg-open", file.toString());
  }

  /** Returns why a program did not open the page; empty if it did, or has not ended yet. */
  private Optional<String> start(String program, String... arguments) {
    Optional<Path> found = new SearchPath(environment).find(program);
    if (found.isEmpty()) {
      return Optional.of("there is no " + program);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(found.get().toString()), Stream.of(arguments)).toList());
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() != 0
          ? Optional.of(program + " ended with status " + process.exitValue())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(program + " cannot be started");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
