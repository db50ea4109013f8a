package dev.echospec.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which, and what for. */
class ArchitectureTest {
  private static final String OURS = "dev.echospec.";

  private static final JavaClasses CLASSES = read();

  private static JavaClasses read() {
    // What Java's own classes are made of matters to no rule, and takes long to read.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.echospec")
        // Servers to test with, not the kit.
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.echospec.zoo..", "dev.echospec.testing..")));
  }

  /**
   * The table. A package that may use play, judge or run needs the values they speak of too:
   * scripts and the oracle. "reference.*" is the reference server and client.
   */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          entry("script", List.of()),
          entry(
              "client",
              List.of("script", "play", "judge", "diagnosis", "server", "reference.server")),
          entry("file", List.of("script")),
          entry("play", List.of("script")),
          entry("generalise", List.of("script", "client")),
          entry("judge", List.of("script", "play", "reference.server")),
          entry("diagnosis", List.of("script", "play", "judge")),
          entry("server", List.of("script", "play", "reference.server")),
          entry("container", List.of("script", "play", "server", "client")),
          entry("suite", List.of("script", "play", "judge", "client")),
          entry(
              "result",
              List.of(
                  "script",
                  "file",
                  "play",
                  "judge",
                  "diagnosis",
                  "client",
                  "suite",
                  "reference.server")),
          entry("expect", List.of("script", "file", "judge", "suite", "result")),
          entry(
              "engine",
              List.of(
                  "script",
                  "file",
                  "play",
                  "judge",
                  "diagnosis",
                  "generalise",
                  "client",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "reference.server")),
          entry(
              "property",
              List.of("script", "play", "judge", "diagnosis", "suite", "result", "engine")),
          entry(
              "option",
              List.of(
                  "script", "judge", "server", "suite", "result", "engine", "reference.server")),
          entry("folder", List.of("script", "file", "judge", "suite", "result", "engine")),
          entry(
              "launch",
              List.of(
                  "script",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "engine",
                  "property",
                  "folder",
                  "judge")),
          entry(
              "api",
              List.of(
                  "script",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "engine",
                  "option",
                  "folder",
                  "launch",
                  "reference.server")),
          entry(
              "junit",
              List.of(
                  "launch",
                  "folder",
                  "script",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "engine",
                  "property",
                  "option",
                  "reference.server")),
          entry(
              "compare",
              List.of(
                  "client",
                  "script",
                  "file",
                  "play",
                  "judge",
                  "tap",
                  "interop",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "engine",
                  "option",
                  "reference.server")),
          entry(
              "report",
              List.of(
                  "script",
                  "file",
                  "folder",
                  "play",
                  "judge",
                  "diagnosis",
                  "suite",
                  "result",
                  "engine",
                  "option",
                  "client",
                  "compare",
                  "tap",
                  "interop",
                  "reference.server")),
          entry("tap", List.of("script", "judge", "client", "result")),
          entry("capture", List.of("file", "play", "server", "folder", "engine")),
          entry("interop", List.of("script", "judge", "client", "tap")),
          entry("site", List.of("script", "diagnosis", "suite", "report")),
          entry(
              "cli",
              List.of(
                  "capture",
                  "client",
                  "tap",
                  "script",
                  "file",
                  "folder",
                  "play",
                  "judge",
                  "diagnosis",
                  "server",
                  "suite",
                  "result",
                  "expect",
                  "engine",
                  "property",
                  "option",
                  "compare",
                  "report",
                  "reference.server",
                  "reference.client")));

  static List<String> packages() {
    return MAY_USE.keySet().stream().sorted().toList();
  }

  private static String packageOf(String name) {
    return OURS + name + "..";
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyWhatTheTableAllows(String name) {
    List<String> allowed = new ArrayList<>(List.of(packageOf(name)));
    MAY_USE.get(name).forEach(other -> allowed.add(packageOf(other)));
    DescribedPredicate<JavaClass> forbidden =
        resideInAPackage("dev.echospec..")
            .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(new String[0]))));

    noClasses()
        .that()
        .resideInAPackage(packageOf(name))
        .should()
        .dependOnClassesThat(forbidden.as("are in none of " + MAY_USE.get(name)))
        .because("data flows from script to report and never back: see the architecture")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsInTheTable() {
    var found = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      String name = type.getPackageName();
      if (!name.startsWith(OURS + "reference.") && name.startsWith(OURS)) {
        found.add(name.substring(OURS.length()).split("\\.")[0]);
      }
    }

    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  @Test
  void thereAreNoCycles() {
    slices()
        .matching("dev.echospec.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a package that is used by its own users cannot be understood by itself")
        .check(CLASSES);
  }

  @Test
  void theReferenceProgramsKnowNothingOfTheKit() {
    noClasses()
        .that()
        .resideInAPackage("dev.echospec.reference..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.echospec..")
                .and(DescribedPredicate.not(resideInAPackage("dev.echospec.reference.."))))
        .because("what the kit is measured by must not be the kit")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void ofTheReferenceServerReportsAndTheJudgeNeedTheTransformationAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("report"), packageOf("judge"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.echospec.reference..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.type(dev.echospec.reference.server.Transform.class))))
        .because("the oracle is the map of a byte, not a server")
        .check(CLASSES);
  }

  /** Sockets, channels and what opens them; an address is a value, and a file is no network. */
  private static final DescribedPredicate<JavaClass> DOES_NETWORK_INPUT_OR_OUTPUT =
      DescribedPredicate.describe(
          "do network I/O",
          type ->
              type.getPackageName().startsWith("java.nio.channels")
                      && !List.of("FileChannel", "FileLock", "OverlappingFileLockException")
                          .contains(type.getSimpleName())
                  || type.getPackageName().startsWith("javax.net")
                  || type.getPackageName().startsWith("java.net.http")
                  || List.of(
                          "java.net.Socket",
                          "java.net.ServerSocket",
                          "java.net.DatagramSocket",
                          "java.net.MulticastSocket",
                          "java.net.URL",
                          "java.net.URLConnection",
                          "java.net.HttpURLConnection")
                      .contains(type.getName()));

  @Test
  void onlyPlayAndServersTouchTheNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packageOf("script"),
            packageOf("judge"),
            packageOf("diagnosis"),
            packageOf("result"),
            packageOf("suite"),
            packageOf("engine"),
            packageOf("report"))
        .should()
        .dependOnClassesThat(DOES_NETWORK_INPUT_OR_OUTPUT)
        .because(
            "scripts, verdicts and reports are tested without a socket, and a case reaches the"
                + " server through its Wire only")
        .check(CLASSES);
  }

  @Test
  void thePureRoomsUseTheValuesOfPlayAndNotThePlayer() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("judge"), packageOf("suite"), packageOf("report"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            ".*\\.play\\.(Player|Connection|TranscriptRecorder|Outgoing|Expectation)(\\$.*)?")
        .because("they judge and show what was seen; they do not make it happen")
        .check(CLASSES);
  }

  @Test
  void judgeOracleAndScriptsAreFreeOfThreadsFilesAndClocks() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("script"), packageOf("judge"), packageOf("diagnosis"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.util.concurrent..", "java.time.temporal..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("the same values must always give the same verdict")
        .check(CLASSES);
  }

  @Test
  void onlyCasesAndTheirAdaptersKnowJqwik() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packageOf("suite"), packageOf("property"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.jqwik..")
        .because("a failure is replayed without jqwik and without a seed")
        .check(CLASSES);
  }

  @Test
  void onlyOneClassKnowsWhatIsNotOfTheApiOfJqwik() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.echospec.property.JqwikInternals")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.jqwik.engine..")
        .because("each such use has a reason, and the reasons stand in one place")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packageOf("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .because("the kit is also used from builds, where there is no command line")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineEndsTheProgram() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packageOf("cli"), "dev.echospec.reference..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("the kit runs inside of other people's builds")
        .check(CLASSES);
  }

  @Test
  void onlyTheConsolePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.echospec.reference..")
        .and()
        .doNotHaveFullyQualifiedName("dev.echospec.cli.Echospec")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(System.class, "console")
        .because("what is printed leaves by the one way on which nothing is obeyed")
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.echospec.report.Console")
        .should()
        .callConstructorWhere(target(owner(assignableTo(java.io.PrintStream.class))))
        .because("another stream would be another way")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    String vague = "Utils?|Helpers?|Manager|Impl|Misc|Common";
    noClasses()
        .should()
        .haveNameMatching(".*(" + vague + ")")
        .because("such a name says nothing, and such a class collects what belongs elsewhere")
        .check(CLASSES);
  }

  @Test
  void theTableNamesPackagesThatExist() {
    List<String> known =
        Arrays.asList(
            "script",
            "play",
            "judge",
            "diagnosis",
            "server",
            "suite",
            "result",
            "engine",
            "report");
    for (String name : known) {
      assertThat(CLASSES.containPackage(OURS + name)).as(name).isTrue();
    }
  }
}
