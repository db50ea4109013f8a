package dev.echospec.junit;

import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.option.CasePage;
import dev.echospec.option.KitProperty;
import dev.echospec.option.OptionText;
import dev.echospec.option.ReferenceOptions;
import dev.echospec.option.Selection;
import dev.echospec.script.Malformed;
import dev.echospec.script.ShellWords;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.StartOptions;
import dev.echospec.server.Target;
import dev.echospec.server.TargetEnvironment;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The settings of a build. Every error of the user is an {@link IllegalArgumentException} with one
 * sentence, which names the property.
 */
final class BuildSettings {
  /** Drawn once, so that a build that runs a failed case again repeats what has failed. */
  private static final long SEED = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  private static final String NO_TARGET =
      "no server is named: set the property echospec.target, for example"
          + " -Dechospec.target=localhost:10000, or command:python3 server.py, or"
          + " docker://my/echo:latest, or embedded (the reference server of the kit)";

  private final BuildProperties properties;

  /**
   * Creates the settings that properties describe.
   *
   * @param properties of the suite
   * @throws IllegalArgumentException if one is not known
   */
  BuildSettings(BuildProperties properties) {
    this.properties = properties;
    properties.check();
  }

  /** The cases that the build selects, of all there are. */
  List<CaseInfo> cases() {
    Selection selection =
        new Selection(
            properties.value(KitProperty.CASE, OptionText::list).orElse(List.of()),
            properties.value(KitProperty.EXCLUDE, OptionText::list).orElse(List.of()));
    try {
      return selection.cases();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("echospec.case, echospec.exclude: " + e.getMessage(), e);
    }
  }

  /**
   * Returns how to run them.
   *
   * @param cases which to run
   */
  Settings settings(List<CaseInfo> cases) {
    return new Settings(
        profile(),
        cases,
        properties.value(KitProperty.TRIES, OptionText::count).orElse(Settings.TRIES),
        properties.value(KitProperty.SEED, OptionText::seed).orElse(SEED),
        properties.value(KitProperty.PATIENCE, OptionText::patienceOfProperty),
        properties.flag(KitProperty.THOROUGH, OptionText::flag),
        // A build repeats its tests by itself, and has a result for each: it does not go on.
        Optional.empty());
  }

  /** The server under test, not started. */
  Target target() {
    return properties
        .value(
            KitProperty.TARGET,
            name ->
                ServerSpec.parse(name)
                    .target(
                        new StartOptions(
                            ReferenceOptions.of(profile()),
                            StartOptions.PORT,
                            new TargetEnvironment(
                                properties
                                    .value(KitProperty.KEEP_ENV, OptionText::list)
                                    .orElse(List.of())),
                            container())))
        .orElseThrow(() -> new IllegalArgumentException(NO_TARGET));
  }

  /**
   * Returns whether the user says that a server of a public address may get very many connections.
   */
  boolean consent() {
    return properties.flag(KitProperty.YES_THIS_IS_MINE, OptionText::flag);
  }

  private Profile profile() {
    return properties.value(KitProperty.PROFILE, OptionText::profile).orElse(Profile.CONCURRENT);
  }

  private ContainerOptions container() {
    return new ContainerOptions(
        properties
            .value(KitProperty.CONTAINER_PORT, OptionText::port)
            .orElse(ContainerOptions.PORT),
        properties.withPrefix(KitProperty.ENV),
        properties.value(KitProperty.COMMAND, ShellWords::split).orElse(List.of()),
        confinement());
  }

  private Confinement confinement() {
    Confinement usual = Confinement.DEFAULT;
    return new Confinement(
        properties.value(KitProperty.CAP_ADD, OptionText::list).orElse(usual.capabilities()),
        properties.value(KitProperty.MEMORY, Confinement::bytes).orElse(usual.memory()),
        properties.value(KitProperty.PIDS_LIMIT, OptionText::count).orElse(usual.processes()),
        properties.flag(KitProperty.UNCONFINED, OptionText::flag));
  }

  /** Returns the folder for the report; empty if the build names none. */
  Optional<Path> report() {
    return properties.value(KitProperty.REPORT, Path::of);
  }

  /** Returns where the pages of the cases are. */
  CasePage casePage() {
    return new CasePage(properties.text(KitProperty.DOCS));
  }

  /** Reads the accepted failures; every entry must be about some case. */
  KnownFailures knownFailures() {
    Optional<String> file = properties.text(KitProperty.EXPECT);
    if (file.isEmpty()) {
      return KnownFailures.none();
    }
    KnownFailures known;
    try {
      known = KnownFailuresFile.read(Path.of(file.get()), Clock.systemDefaultZone());
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    // No test would report it: the entry is about none.
    known.surprises(Catalogue.cases(), Profile.CONCURRENT, List.of()).stream()
        .findFirst()
        .ifPresent(
            surprise -> {
              throw new IllegalArgumentException(surprise.inWords());
            });
    return known;
  }
}
