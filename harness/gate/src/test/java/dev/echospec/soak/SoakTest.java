package dev.echospec.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The soak itself: it counts false failures and ends every process that it started. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SoakTest {
  /** The watchdog of the fork that runs the tests. */
  private final List<ProcessHandle> before = children();

  @TempDir private Path folder;

  @Test
  void aCorrectServerIsNotBlamed() throws Exception {
    int status = soak("2", "--on", "embedded-rfc862", "--on", "WritesRandomPieces");

    String page = Files.readString(folder.resolve("soak.md"));
    assertThat(status).as(page).isZero();
    assertThat(page)
        .contains("2 of 2 runs", "False failures: 0", "| embedded-rfc862 | rfc862 | 1 | 0 | 0 |");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("soak.md"));
    }
    nothingIsLeft();
  }

  @Test
  void aServerThatIsBlamedIsReportedWithItsWholeFailure() throws Exception {
    int status = soak("1", "--seed", "7", "--on", "SwapsCase");

    String page = Files.readString(folder.resolve("soak.md"));
    assertThat(status).as(page).isEqualTo(1);
    assertThat(page)
        .contains(
            "False failures: 1",
            "./soak 1 --on SwapsCase --seed 7",
            "FAIL  transform/ascii-letters",
            "first difference at byte");
    assertThat(page).doesNotContain("DOES NOT CONFORM");
    assertThat(folder.resolve("run-0001-SwapsCase/results.json")).exists();
    nothingIsLeft();
  }

  @Test
  void aKitThatCannotRunIsAFinding() throws Exception {
    int status = soak("1", "--on", "embedded-seed", "--case", "no/such");

    String page = Files.readString(folder.resolve("soak.md"));
    assertThat(status).as(page).isEqualTo(1);
    assertThat(page).contains("There are no results", "no/such");
  }

  @Test
  void whatIsNotInTheZooIsRefused() {
    assertThat(soak("1", "--on", "NoSuchServer")).isEqualTo(2);
    assertThat(soak("0")).isEqualTo(2);
  }

  private int soak(String... args) {
    List<String> all = new ArrayList<>(List.of("--out", folder.toString(), "--tries", "20"));
    if (!List.of(args).contains("--case")) {
      all.addAll(List.of("--case", "transform/ascii-letters"));
    }
    all.addAll(List.of(args));
    return Soak.run(all.toArray(String[]::new));
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  private void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(before).containsAll(children()));
  }
}
