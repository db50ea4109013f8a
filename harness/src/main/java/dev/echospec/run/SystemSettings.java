package dev.echospec.run;

import dev.echospec.script.Malformed;
import dev.echospec.script.ShellWords;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.target.ContainerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Settings from the system properties that a build sets. */
final class SystemSettings {
  private SystemSettings() {}

  static Settings read() {
    return new Settings(
        text("profile")
            .map(name -> Profile.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(Profile.CONCURRENT),
        Catalogue.cases(),
        text("tries").map(Integer::parseInt).orElse(Settings.TRIES),
        text("seed").map(Long::parseLong).orElseGet(() -> ThreadLocalRandom.current().nextLong()),
        text("patience").map(Long::parseLong).map(Duration::ofMillis),
        Boolean.getBoolean("echospec.thorough"),
        // A build repeats its tests by itself, and has a result for each: it does not go on.
        Optional.empty());
  }

  /** The failures that are put up with; every entry must be about some case. */
  static KnownFailures knownFailures() {
    Optional<String> file = text("expect");
    if (file.isEmpty()) {
      return KnownFailures.none();
    }
    KnownFailures known;
    try {
      known = KnownFailuresFile.read(Path.of(file.get()), Clock.systemDefaultZone());
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    // No test could tell that: there is none that the entry is about.
    known.surprises(Catalogue.cases(), Profile.CONCURRENT, List.of()).stream()
        .findFirst()
        .ifPresent(
            surprise -> {
              throw new IllegalArgumentException(surprise.inWords());
            });
    return known;
  }

  /**
   * How a container is started: echospec.container-port, .command, and .env.NAME for a variable.
   */
  static ContainerOptions container() {
    String variable = "echospec.env.";
    Map<String, String> env = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(variable)) {
        env.put(name.substring(variable.length()), System.getProperty(name));
      }
    }
    return new ContainerOptions(
        text("container-port").map(Integer::parseInt).orElse(ContainerOptions.PORT),
        env,
        text("command").map(ShellWords::split).orElse(List.of()));
  }

  private static Optional<String> text(String name) {
    return Optional.ofNullable(System.getProperty("echospec." + name)).filter(s -> !s.isBlank());
  }
}
