package dev.echospec.run;

import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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

  private static Optional<String> text(String name) {
    return Optional.ofNullable(System.getProperty("echospec." + name)).filter(s -> !s.isBlank());
  }
}
