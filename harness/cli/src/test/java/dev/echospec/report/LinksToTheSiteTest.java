package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.option.CasePage;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reports say of the pages of the cases. */
class LinksToTheSiteTest {
  private static final CasePage PUBLISHED = new CasePage(Optional.of("https://example.org/kit"));
  private static final CasePage NONE = new CasePage(Optional.empty());

  private final RunResult run = FaultyRun.saying("");
  private final FailureText failures =
      new FailureText(run.profile().oracle(), run.target(), Optional.empty());

  @Test
  void thePageOfARunLinksEachCaseAndEachFault() {
    String html = RunHtml.write(run, true, failures, PUBLISHED);

    assertThat(html)
        .contains(
            "<a href=\"https://example.org/kit/cases/transform/utf8-text.html\">Why the rule"
                + " matters",
            "<a href=\"https://example.org/kit/cases/close/empty.html\">close/empty</a>")
        .doesNotContain("./echospec explain");
    assertThat(RunHtml.write(run, true, failures, new CasePage(Optional.of("../site"))))
        .contains("<a href=\"../site/cases/close/empty.html\">");
  }

  @Test
  void withoutASiteThePageNamesTheCommand() {
    assertThat(RunHtml.write(run, true, failures, NONE))
        .contains("<code>./echospec explain transform/utf8-text</code>")
        .doesNotContain("/cases/");
  }

  @Test
  void aScriptIsNoAddress() {
    assertThat(RunHtml.write(run, true, failures, new CasePage(Optional.of("javascript:x//"))))
        .doesNotContain("href=\"javascript:");
  }

  @Test
  void theXmlOfAFailureHasTheAddressOrTheCommand() {
    assertThat(JUnitXml.write(run, failures, PUBLISHED))
        .contains("About:  https://example.org/kit/cases/transform/utf8-text.html");
    assertThat(JUnitXml.write(run, failures, NONE))
        .contains("About:  ./echospec explain transform/utf8-text");
  }
}
