package dev.echospec.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.script.JsonText;
import dev.echospec.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast the faults of the zoo are found and how short their scripts get: measured when somebody
 * asks for it, and kept in {@code docs/sensitivity.json}. The page beside it is made of that.
 *
 * @param named each fault with each case that it names; all named cases in one run
 * @param model each fault with each case of the section model, which runs alone
 * @param checks each fault, with the number of checks that it had
 * @param combined servers with several faults
 */
record Sensitivity(
    List<Measured> named, List<Measured> model, List<Checks> checks, List<Combined> combined) {
  /** Surefire names the module's folder; an IDE runs in the project's. */
  private static final Path DOCS =
      Path.of(System.getProperty("basedir", "harness/gate")).resolve("../../docs");

  static final Path DATA = DOCS.resolve("sensitivity.json");
  static final Path PAGE = DOCS.resolve("sensitivity.md");
  private static final Path LOCK = Path.of("target", "sensitivity.lock");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What was measured last. */
  static Sensitivity read() {
    try {
      return Files.exists(DATA)
          ? JSON.readValue(Files.readString(DATA, UTF_8), Sensitivity.class)
          : new Sensitivity(List.of(), List.of(), List.of(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Measured> named(String fault, String caseId) {
    return find(named, fault, caseId);
  }

  Optional<Measured> model(String fault, String caseId) {
    return find(model, fault, caseId);
  }

  /** The checks that a fault had. */
  Optional<Checks> checks(String fault) {
    return checks.stream().filter(one -> one.fault().equals(fault)).findFirst();
  }

  private static Optional<Measured> find(List<Measured> among, String fault, String caseId) {
    return among.stream()
        .filter(one -> one.fault().equals(fault) && one.caseId().equals(caseId))
        .findFirst();
  }

  /**
   * Puts new measurements in the place of old ones, and drops those of faults that are gone.
   * Families are measured in several processes: one at a time writes.
   */
  static void update(Sensitivity latest) {
    try {
      Files.createDirectories(LOCK.getParent());
      try (FileChannel channel =
              FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Sensitivity old = read();
        Sensitivity all =
            new Sensitivity(
                merged(old.named, latest.named, Measured::fault, faults()),
                merged(old.model, latest.model, Measured::fault, faults()),
                merged(old.checks, latest.checks, Checks::fault, faults()),
                merged(old.combined, latest.combined, Combined::faults, combinations()));
        replace(DATA, JsonText.print(JSON.valueToTree(all), 3));
        replace(PAGE, SensitivityPage.of(all));
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At once: other processes read it meanwhile. */
  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text, UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> faults() {
    return Zoo.faults().stream().map(Zoo.Entry::name).toList();
  }

  private static List<String> combinations() {
    return CombinedFaults.all().stream().map(Combination::toString).toList();
  }

  private static <T> List<T> merged(
      List<T> old, List<T> latest, Function<T, String> name, List<String> order) {
    Set<String> anew = latest.stream().map(name).collect(Collectors.toSet());
    return Stream.concat(
            latest.stream(), old.stream().filter(one -> !anew.contains(name.apply(one))))
        .filter(one -> order.contains(name.apply(one)))
        .sorted(Comparator.comparingInt(one -> order.indexOf(name.apply(one))))
        .toList();
  }
}
