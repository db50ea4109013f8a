package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.option.KitProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisPageTest {
  /** Surefire names the module's folder; an IDE runs in the project's. */
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "harness/cli")).resolve("../../docs/diagnosis.md");

  @Test
  void thePageInTheRepositoryIsWhatTheCausesSay() throws IOException {
    String page = DiagnosisPage.of(List.of(Cause.values()));
    if (KitProperty.REGENERATE.isTrue()) {
      Files.writeString(PAGE, page, UTF_8);
    }

    assertThat(Files.exists(PAGE) ? Files.readString(PAGE, UTF_8) : "")
        .as("docs/diagnosis.md is stale. Write it anew with: " + DiagnosisPage.COMMAND)
        .isEqualTo(page);
  }

  @Test
  void everyCauseIsARow() {
    String page = DiagnosisPage.of(List.of(Cause.values()));

    for (Cause cause : Cause.values()) {
      assertThat(page).containsOnlyOnce("\n| `" + cause.id() + "` | ");
    }
  }
}
