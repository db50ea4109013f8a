package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.option.KitProperty;
import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequirementsPageTest {
  /** Surefire names the module's folder; an IDE runs in the project's. */
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "harness/cli")).resolve("../../docs/requirements.md");

  @Test
  void thePageInTheRepositoryIsWhatTheCasesSay() throws IOException {
    String page = RequirementsPage.of(Catalogue.all());
    if (KitProperty.REGENERATE.isTrue()) {
      Files.writeString(PAGE, page, UTF_8);
    }

    assertThat(Files.exists(PAGE) ? Files.readString(PAGE, UTF_8) : "")
        .as("docs/requirements.md is stale. Write it anew with: " + RequirementsPage.COMMAND)
        .isEqualTo(page);
  }

  @Test
  void everyCaseIsThereOnceWithAllThatBelongsToIt() {
    String page = RequirementsPage.of(Catalogue.all());

    for (CaseInfo info : Catalogue.all()) {
      assertThat(page).containsOnlyOnce("### `" + info.id() + "`\n\n**" + info.level() + "** ");
    }
    assertThat(page.lines().filter(line -> line.startsWith("## ")))
        .hasSize((int) Catalogue.all().stream().map(CaseInfo::section).distinct().count());
    assertThat(page)
        .contains("## close: the end of a conversation\n\n### `close/")
        .doesNotContain("\n\n\n")
        .endsWith("\n")
        .doesNotEndWith("\n\n");
  }

  @Test
  void nothingInASentenceIsMarkup() throws NoSuchMethodException {
    String page = RequirementsPage.of(List.of(odd()));

    assertThat(page)
        .contains("## odd\n\n### `odd/markup`\n\n**INFO** a\\_b \\*c\\*\n")
        .contains("- Why: \\<b\\> \\`x\\`\n")
        .contains("- What breaks it, and how to fix it: \\[a\\](b)\n")
        .contains("- Source: back\\\\slash\n");
  }

  /** A case that is none of the suite's, and that no engine takes for a test. */
  private static CaseInfo odd() throws NoSuchMethodException {
    Map<String, Object> values =
        Map.of(
            "id", "odd/markup",
            "level", Level.INFO,
            "rule", "a_b *c*",
            "why", "<b> `x`",
            "fix", "[a](b)",
            "source", "back\\slash");
    Case rule =
        (Case)
            Proxy.newProxyInstance(
                Case.class.getClassLoader(),
                new Class<?>[] {Case.class},
                (proxy, method, arguments) -> values.get(method.getName()));
    return new CaseInfo(rule, RequirementsPageTest.class.getDeclaredMethod("odd"));
  }
}
