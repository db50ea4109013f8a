package dev.echospec.soak;

import dev.echospec.suite.Profile;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that runs are made against.
 *
 * @param name of the zoo, or embedded-PROFILE
 * @param profile that it claims
 * @param command that starts it; empty for the embedded reference server
 */
record Subject(String name, Profile profile, List<String> command) {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  Subject {
    command = List.copyOf(command);
  }

  /** A process that finds the classes of this one by its environment, as do its children. */
  static ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }

  /** Every server that is known to be correct: the zoo's, and the kit's own in its profiles. */
  static List<Subject> correct() {
    return Stream.concat(
            Stream.of(Profile.values())
                .map(profile -> new Subject("embedded-" + profile.id(), profile, List.of())),
            Zoo.odd().stream().map(Subject::of))
        .toList();
  }

  /**
   * @param name of any server of the zoo, faulty ones too, or embedded-PROFILE
   * @throws IllegalArgumentException if there is none
   */
  static Subject named(String name) {
    return correct().stream()
        .filter(subject -> subject.name().equals(name))
        .findFirst()
        .orElseGet(() -> of(Zoo.named(name)));
  }

  private static Subject of(Zoo.Entry entry) {
    // The class path comes with the environment.
    return new Subject(
        entry.name(),
        entry.profile(),
        List.of(
            JAVA,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            ZooMain.class.getName(),
            entry.name(),
            "{port}"));
  }

  /** What the kit is told after {@code verify} and its options. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--profile", profile.id()));
    if (!command.isEmpty()) {
      arguments.add("--");
      arguments.addAll(command);
    }
    return arguments;
  }
}
