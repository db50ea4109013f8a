package dev.echospec.file;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders in which programs are found.
 *
 * @param environment variables, of which PATH names the folders
 */
public record SearchPath(Map<String, String> environment) {
  /**
   * Finds a program.
   *
   * @param program name of its file
   * @return its path; empty if no folder has it, or if this user may not run it
   */
  public Optional<Path> find(String program) {
    String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
