package dev.echospec.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.suite.Catalogue;
import dev.echospec.testing.Browser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The site in a real browser, from files. Pictures of it are left in target/pictures. */
class SiteInBrowserTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "harness/site")).resolve("../..").normalize();

  private static final String CASE = "cases/stream/split-character.html";

  @TempDir private static Path profile;
  @TempDir private static Path folder;
  private static Path site;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    boolean required = "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"));
    assumeTrue(
        required || Browser.missing().isEmpty(),
        () -> Browser.missing().orElse("") + " The site is not tried in a browser.");
    assertThat(Browser.missing()).isEmpty();
    site = folder.resolve("site");
    SiteFolder.write(Site.of(PROJECT), site);
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void asUsual() {
    browser.asUsual();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  private static void open(String page) {
    browser.open(site.resolve(page).toUri().toString());
  }

  private static List<String> results() {
    return browser.driver().findElements(By.cssSelector("#results a")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static WebElement search(String words) {
    WebElement input = browser.driver().findElement(By.id("search"));
    input.sendKeys(words);
    WebElement found = browser.driver().findElement(By.id("found"));
    await().atMost(Browser.LONG).until(() -> !found.getText().isEmpty());
    return input;
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", CASE, "cases/index.html", "docs/results.html"})
  void aPageIsForEverybody(String page) throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.media("screen", scheme);
      open(page);
      assertThat(browser.axe()).isEmpty();
    }
    browser.picture("site-dark-" + name(page));
    browser.media("screen", "light");
    browser.picture("site-" + name(page));
    browser.size(360, 740, true);
    open(page);
    assertThat((Long) browser.value("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(360L);
    browser.picture("site-phone-" + name(page));
  }

  private static String name(String page) {
    return page.replaceAll("[/.]", "-");
  }

  @Test
  void theSearchFindsCasesCausesAndSectionsFromFilesAlone() throws Exception {
    open(CASE);

    WebElement input = search("half-close-drains");
    assertThat(results()).first().isEqualTo("close/half-close-drains");
    browser.picture("site-search");
    input.sendKeys(Keys.ESCAPE);
    assertThat(results()).isEmpty();
    search("TIME_WAIT port");
    assertThat(results()).contains("Commands as servers: Its port");
    input.sendKeys(Keys.ESCAPE);
    search("no-such-word-anywhere");
    assertThat(results()).isEmpty();
    input.sendKeys(Keys.ESCAPE);
    search("stream/interactive");
    input.sendKeys(Keys.ENTER);
    assertThat(browser.driver().getCurrentUrl()).endsWith("/cases/stream/interactive.html");
    assertThat(browser.requests()).allMatch(request -> !request.contains("\"url\":\"http"));
  }

  @Test
  void withoutScriptsThereIsAllButTheSearch() {
    browser.scripts(false);
    open("cases/index.html");

    assertThat(browser.driver().findElement(By.cssSelector("form")).isDisplayed()).isFalse();
    assertThat(browser.driver().findElements(By.cssSelector(".rules a")))
        .hasSameSizeAs(Catalogue.all());
  }

  @Test
  void onPaperThereIsTheTextAlone() throws Exception {
    browser.media("print", "dark");
    open(CASE);

    assertThat(browser.driver().findElement(By.cssSelector("header")).isDisplayed()).isFalse();
    assertThat((String) browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    browser.picture("site-print");
  }
}
