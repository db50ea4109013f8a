package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.result.RunResult;
import dev.echospec.suite.Catalogue;
import dev.echospec.testing.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** report.html in a real browser. Pictures of it are left in target/pictures. */
class RunInBrowserTest {
  private static final String HOSTILE =
      "</pre></svg></title></desc></script><script>window.broken = 1</script>"
          + "<img src=x onerror='window.broken = 2'><svg onload='window.broken = 3'>"
          + "<a href=\"javascript:window.broken = 4\">x</a> {{7*7}} ${7*7} \" ' ` --> ]]> "
          + Samples.HOSTILE
          + " \u05d0\u05d1\u05d2 \u202eabc\u2066";

  @TempDir private static Path profile;
  @TempDir private static Path pages;
  private static Browser browser;
  private static String faulty;
  private static String hostile;

  @BeforeAll
  static void start() throws Exception {
    boolean required = "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"));
    assumeTrue(
        required || Browser.missing().isEmpty(),
        () -> Browser.missing().orElse("") + " The page is not tried in a browser.");
    assertThat(Browser.missing()).isEmpty();
    faulty = page("faulty.html", FaultyRun.saying(""));
    hostile = page("hostile.html", FaultyRun.saying(HOSTILE));
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static String page(String name, RunResult run) throws Exception {
    Path file = Files.writeString(pages.resolve(name), FaultyRun.page(run));
    return file.toUri().toString();
  }

  @BeforeEach
  void asUsual() {
    browser.asUsual();
  }

  @AfterEach
  void nothingWasComplainedOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  private static WebElement find(String selector) {
    return browser.driver().findElement(By.cssSelector(selector));
  }

  private static long count(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .count();
  }

  /** All of the page, of which people look at the picture. */
  private static void whole(String name, int width) throws Exception {
    long height = (Long) browser.value("document.documentElement.scrollHeight");
    browser.size(width, (int) Math.min(9000, height), false);
    browser.picture(name);
  }

  @Test
  void isThereWithoutAskingForAnything() throws Exception {
    browser.open(faulty);

    assertThat(browser.driver().getTitle()).startsWith("DOES NOT CONFORM: -- ./server");
    assertThat(count("article svg[role=img]")).isEqualTo(5);
    assertThat(count(".results tr[id]")).isEqualTo(Catalogue.cases().size());
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(
            request ->
                request.contains("\"url\":\"" + faulty) || request.contains("\"url\":\"data:,\""));
    whole("run", 1440);
  }

  /** Nothing of a picture is cut off, and what is marked is inside its frame. */
  @Test
  void picturesAreWhole() {
    browser.open(faulty);

    for (WebElement picture : browser.driver().findElements(By.cssSelector("svg[role=img]"))) {
      assertThat(
              browser.value(
                  "(() => { const svg = arguments[0]; const box = svg.getBoundingClientRect();"
                      + " return Array.from(svg.querySelectorAll('text')).map(t => [t.textContent,"
                      + " t.getBoundingClientRect()]).filter(([, r]) => r.left < box.left - 1 ||"
                      + " r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom +"
                      + " 1).map(([text]) => text); })()",
                  picture))
          .as("texts that are cut off")
          .isEqualTo(List.of());
    }
    assertThat(
            browser.value(
                "Array.from(document.querySelectorAll('svg .marked')).map(t => [t.textContent,"
                    + " t.getBoundingClientRect()]).filter(([, t]) => !Array.from("
                    + "document.querySelectorAll('path.mark-wrong, path.mark-owed')).some(p => {"
                    + " const r = p.getBoundingClientRect(); return r.left <= t.left + 1 && r.right"
                    + " >= t.right - 1 && r.top <= t.top + 4 && r.bottom >= t.bottom - 4;"
                    + " })).map(([text]) => text)"))
        .as("marked bytes outside of their marks")
        .isEqualTo(List.of());
  }

  @Test
  void aFaultLeadsToItsCasesAndACaseToItsFault() {
    browser.open(faulty);

    find("article#fault-1 .failing a").click();
    assertThat((String) browser.value("decodeURI(location.hash)"))
        .isEqualTo("#case-transform/utf8-text");
    assertThat(browser.value("document.querySelector(':target').tagName")).isEqualTo("TR");
    find("tr:target a").click();
    assertThat((String) browser.value("location.hash")).isEqualTo("#fault-1");
    assertThat(browser.value("document.querySelector(':target').tagName")).isEqualTo("ARTICLE");
  }

  @Test
  void theTableOfAPictureHasItsRows() throws Exception {
    browser.open(faulty);
    assertThat(count("article#fault-3 .as-table table")).isZero();

    find("article#fault-3 summary").click();

    assertThat(count("article#fault-3 .as-table table")).isEqualTo(1);
    assertThat(find("article#fault-3 .as-table").getText())
        .contains("253 ms #0 server wrong: 11 bytes", "expected … 41 41 41 41");
    browser.driver().executeScript("document.getElementById('fault-3').scrollIntoView()");
    browser.picture("run-table");
  }

  @Test
  void whatAServerSaysDoesNothing() throws Exception {
    browser.open(hostile);

    assertThat(
            browser.value(
                "document.querySelectorAll('script, img, svg:not([role]), iframe, textarea').length"))
        .isEqualTo(0L);
    assertThat(browser.value("document.querySelectorAll('article').length")).isEqualTo(5L);
    assertThat(find("body").getText())
        .contains("<script>window.broken = 1</script>", "\\u202e", "\\u05d0")
        .doesNotContain("\u202e", "\u05d0");
    assertThat(browser.value("typeof window.broken")).isEqualTo("undefined");
    assertThat(browser.requests())
        .allMatch(
            request ->
                request.contains("\"url\":\"" + hostile) || request.contains("\"url\":\"data:,\""));
    whole("run-hostile", 1440);
  }

  @Test
  void fitsOnAPhone() throws Exception {
    for (String page : List.of(faulty, hostile)) {
      browser.size(400, 844, true);
      browser.open(page);

      assertThat(
              browser.value(
                  "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"))
          .as("nothing is wider than the screen")
          .isEqualTo(List.of(400L, 400L));
      assertThat((Boolean) browser.value(isWithinItsBox("#fault-1"))).as("one connection").isTrue();
      assertThat((Boolean) browser.value(isWithinItsBox("#fault-3")))
          .as("two connections are moved in their box")
          .isFalse();
      whole(page.equals(faulty) ? "run-phone" : "run-phone-hostile", 400);
    }
  }

  private static String isWithinItsBox(String article) {
    return "(() => { const box = document.querySelector('"
        + article
        + " .picture .box'); return box.scrollWidth <= box.clientWidth; })()";
  }

  @Test
  void isDarkWhereThatIsPreferred() throws Exception {
    browser.media("screen", "dark");
    browser.open(faulty);

    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(20, 24, 28)");
    assertThat(browser.value("getComputedStyle(document.querySelector('text.went')).fill"))
        .isEqualTo("rgb(221, 227, 233)");
    whole("run-dark", 1440);
  }

  @Test
  void isPrintedWhole() throws Exception {
    browser.open(faulty);
    browser.size(1047, 720, false);
    browser.media("print", "dark");

    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .as("in light colours")
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.value("getComputedStyle(document.querySelector('text.went')).fill"))
        .isEqualTo("rgb(0, 0, 0)");
    assertThat(browser.value("document.documentElement.scrollWidth <= 1047")).isEqualTo(true);
    assertThat(count("article svg[role=img]")).isEqualTo(5);
    assertThat(count("details")).isZero();
    whole("run-print", 1047);
    browser.media("", "dark");
    Map<String, Object> printed =
        browser.driver().executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true));
    byte[] pdf = Base64.getDecoder().decode((String) printed.get("data"));
    Files.write(Path.of("target", "pictures", "run-print.pdf"), pdf);
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
  }

  @Test
  void hasNothingThatAxeComplainsOf() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.media("screen", scheme);
      browser.open(faulty);
      browser
          .driver()
          .executeScript("document.querySelectorAll('details').forEach(d => { d.open = true; })");
      assertThat(browser.axe()).as("in " + scheme).isEmpty();
    }
  }
}
