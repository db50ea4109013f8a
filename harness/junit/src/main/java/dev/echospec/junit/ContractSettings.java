package dev.echospec.junit;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The settings of a test class, and its place in messages and reports. */
final class ContractSettings {
  private static final Path REPORTS = Path.of("target", "echospec");

  private final BuildSettings settings;
  private final Class<?> type;

  private ContractSettings(BuildSettings settings, Class<?> type) {
    this.settings = settings;
    this.type = type;
  }

  /**
   * Reads the settings of a test class.
   *
   * @param context of the class or of a test in it
   * @throws UnusableSuite if one is not known
   */
  static ContractSettings of(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    try {
      return new ContractSettings(new BuildSettings(BuildProperties.of(context)), type);
    } catch (IllegalArgumentException e) {
      throw unusable(type, e);
    }
  }

  /** Returns the run of the one server of the class. */
  ContractRun run(Callable<EchoServer> start) {
    return run(type.getName(), folder(), start);
  }

  /**
   * Returns the run of one of several servers.
   *
   * @param server its name among them
   */
  ContractRun run(String server, Callable<EchoServer> start) {
    Path folder = folder().resolve(server.replaceAll("[^A-Za-z0-9_.-]|^[.]", "-"));
    return run(type.getName() + " " + server, folder, start);
  }

  private ContractRun run(String name, Path folder, Callable<EchoServer> start) {
    try {
      return new ContractRun(settings, name, folder, start);
    } catch (IllegalArgumentException e) {
      throw unusable(type, e);
    }
  }

  private static UnusableSuite unusable(Class<?> type, IllegalArgumentException why) {
    return new UnusableSuite(type.getName() + ": " + why.getMessage());
  }

  /** Nested classes have the names of the outer ones before theirs. */
  private Path folder() {
    String name = type.getName().substring(type.getPackageName().length()).replace('$', '.');
    return settings.report().orElse(REPORTS).resolve(name.replaceFirst("^[.]", ""));
  }
}
