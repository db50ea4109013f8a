package dev.echospec.junit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The libraries that Maven resolves for a build that depends on echospec-junit. */
final class Libraries {
  private static final Path WRITTEN = Path.of("target", "libraries").toAbsolutePath();

  private Libraries() {}

  /** Returns the jars, with their paths; a test without them is skipped. */
  static List<String> resolved() throws IOException {
    assumeThat(WRITTEN).as("the class path, which the phase package writes").isRegularFile();
    return List.of(Files.readString(WRITTEN).strip().split(File.pathSeparator));
  }
}
