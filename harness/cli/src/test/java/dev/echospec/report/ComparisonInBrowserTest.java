package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.echospec.compare.Comparison;
import dev.echospec.suite.Catalogue;
import dev.echospec.testing.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, as people use it. Pictures of it are left in target/pictures. */
class ComparisonInBrowserTest {
  private static final int CASES = Catalogue.cases().size();
  private static final String HOSTILE =
      "</pre></dialog></template></textarea></script><script>window.broken = 1</script>"
          + "<img src=x onerror='window.broken = 2'><svg onload='window.broken = 3'>"
          + "<a href=\"javascript:window.broken = 4\">x</a> {{7*7}} ${7*7} \" ' ` --> ]]> "
          + Samples.HOSTILE
          + " \u05d0\u05d1\u05d2 \u202eabc\u2066";

  /** A cell of python-tutorial. */
  private static final String BROKEN = "#matrix td:nth-child(3) .fail";

  @TempDir private static Path profile;
  @TempDir private static Path pages;
  private static Browser browser;
  private static String large;
  private static String hostile;
  private static String pairs;

  @BeforeAll
  static void start() throws Exception {
    boolean required = "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"));
    assumeTrue(
        required || Browser.missing().isEmpty(),
        () -> Browser.missing().orElse("") + " The page is not tried in a browser.");
    assertThat(Browser.missing()).isEmpty();
    large = page("large.html", LargeComparison.saying("said"));
    pairs = page("pairs.html", Comparisons.withClients(HOSTILE));
    hostile = page("hostile.html", LargeComparison.saying(HOSTILE));
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static String page(String name, Comparison comparison) throws Exception {
    Path file = pages.resolve(name);
    Files.writeString(file, ComparisonHtml.write(comparison));
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

  private static void press(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  private static void choose(String list, String option) {
    browser
        .driver()
        .findElement(By.xpath("//select[@id='" + list + "']/option[.='" + option + "']"))
        .click();
  }

  private static long count(String selector) {
    return browser.driver().findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .count();
  }

  private static String focused() {
    return (String)
        browser.value(
            "(() => { const td = document.activeElement.closest('td'); return td ?"
                + " td.parentNode.dataset.case + ' ' + td.cellIndex : document.activeElement.id;"
                + " })()");
  }

  private static boolean isOpen() {
    return (Boolean) browser.value("document.getElementById('cell').open");
  }

  @Test
  void isThereWithoutAskingForAnything() throws Exception {
    browser.open(large);

    assertThat(browser.driver().getTitle()).isEqualTo("Comparison of echo servers");
    assertThat(count("#matrix tr[data-case]")).isEqualTo(CASES);
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(
            request ->
                request.contains("\"url\":\"" + large) || request.contains("\"url\":\"data:,\""));
    browser.picture("desktop");
    for (String part : List.of("members", "behaviours", "alike")) {
      browser
          .driver()
          .executeScript("document.getElementById(arguments[0]).scrollIntoView()", part);
      browser.picture("desktop-" + part);
    }
  }

  @Test
  void isFilteredByVerdictSectionTextAndDifference() {
    browser.open(large);
    WebElement said = find("#count");
    assertThat(said.getText()).isEqualTo(CASES + " of " + CASES + " cases");
    assertThat(said.getDomAttribute("aria-live")).isEqualTo("polite");

    choose("verdict", "warn");
    long warned = count("#matrix tr[data-case]");
    assertThat(warned).isPositive().isLessThan(CASES);
    assertThat(count("#matrix tr[data-case]:has(.warn)")).isEqualTo(warned);
    assertThat(said.getText()).isEqualTo(warned + " of " + CASES + " cases");

    find("#filter button[type=reset]").click();
    Awaitility.await()
        .atMost(Browser.LONG)
        .until(() -> said.getText().equals(CASES + " of " + CASES + " cases"));
    choose("section", "close");
    assertThat(count("#matrix tr[data-case]"))
        .isEqualTo(
            Catalogue.cases().stream().filter(info -> info.id().startsWith("close/")).count());
    assertThat(count("#matrix tr.section")).isEqualTo(1);

    choose("section", "all");
    find("#text").sendKeys("SEGMENT");
    assertThat(count("#matrix tr[data-case='stream/segmentation']")).isEqualTo(1);
    assertThat(count("#matrix tr[data-case]")).isLessThan(CASES);
    find("#text").sendKeys(" there is no such text");
    assertThat(count("#matrix tr[data-case]")).isZero();
    assertThat(find("#none").isDisplayed()).isTrue();

    find("#text").clear();
    find("#text").sendKeys("unicodedecodeerror");
    assertThat(count("#matrix tr[data-case]")).as("what is only in the failures").isPositive();

    find("#text").clear();
    find("#differ").click();
    long different = count("#matrix tr[data-case]");
    assertThat(different).isPositive().isLessThan(CASES);
    assertThat(count("#matrix tr[data-case]:has(.fail, .warn, .known)"))
        .isLessThanOrEqualTo(different);
  }

  @Test
  void aCellIsOpenedReadAndClosedByKeyboard() throws Exception {
    browser.open(large);
    WebElement first = find("#matrix tr[data-case] button");
    String start = (String) browser.value("arguments[0].closest('tr').dataset.case", first);

    browser.driver().executeScript("document.getElementById('differ').focus()");
    // To the button that clears the filter, the table, 18 names, and then one cell.
    press(Keys.TAB, Keys.TAB);
    for (int i = 0; i < 18; i++) {
      press(Keys.TAB);
    }
    press(Keys.TAB);
    assertThat(focused()).isEqualTo(start + " 1");
    press(Keys.ARROW_RIGHT);
    assertThat(focused()).isEqualTo(start + " 2");
    press(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.END, Keys.HOME, Keys.ARROW_LEFT);
    assertThat(focused()).isEqualTo(start + " 1");

    WebElement broken = find(BROKEN);
    String place =
        (String)
            browser.value(
                "arguments[0].closest('tr').dataset.case + ' ' +"
                    + " arguments[0].parentNode.cellIndex",
                broken);
    browser.driver().executeScript("arguments[0].focus()", broken);
    press(Keys.ENTER);

    assertThat(isOpen()).isTrue();
    assertThat(focused()).isEqualTo("cell-title");
    assertThat(find("#cell-title").getText())
        .isEqualTo("python-tutorial, " + place.replaceAll(" .*", ""));
    assertThat(find("#cell-body").getText())
        .contains(
            "200 tries",
            "MUST",
            "Likely cause",
            "send    61 61",
            "^ first difference at byte 15",
            "Found after 37 tries; 3 of 3 replays fail.",
            "UnicodeDecodeError",
            "./echospec replay target/");
    assertThat(count("#cell-body svg[role=img]"))
        .as("the picture of the conversation")
        .isEqualTo(1);
    assertThat((String) browser.value("decodeURI(location.hash)"))
        .isEqualTo("#python-tutorial/" + place.replaceAll(" .*", ""));
    browser.picture("cell");
    for (int i = 0; i < 12; i++) {
      press(Keys.TAB);
      assertThat(
              (Boolean)
                  browser.value(
                      "document.activeElement === document.body ||"
                          + " document.getElementById('cell').contains(document.activeElement)"))
          .as("the focus stays in the dialog")
          .isTrue();
    }

    press(Keys.ESCAPE);
    assertThat(isOpen()).isFalse();
    // The browser tells of the close in a task of its own.
    Awaitility.await()
        .atMost(Browser.LONG)
        .untilAsserted(() -> assertThat(browser.value("location.hash")).isEqualTo(""));
    assertThat(focused()).isEqualTo(place);
  }

  @Test
  void theNextBrokenCellIsOneStepAway() {
    browser.open(large);
    find(BROKEN).click();
    String first = find("#cell-title").getText();

    find("#later").click();
    String second = find("#cell-title").getText();
    assertThat(second).isNotEqualTo(first).startsWith("python-tutorial, ");
    find("#earlier").click();
    assertThat(find("#cell-title").getText()).isEqualTo(first);
    find("#cell-body figcaption button").click();
    Awaitility.await()
        .atMost(Browser.LONG)
        .untilAsserted(
            () ->
                assertThat(find("#copied").getText())
                    .matches("Copied\\.|The browser does not allow to copy; .*"));
    find("#close").click();
    assertThat(isOpen()).isFalse();
  }

  @Test
  void aCellHasAnAddress() {
    String key = (String) opened(large, "#matrix button.known", "decodeURI(location.hash)");

    browser.open(large + key);
    assertThat(isOpen()).isTrue();
    assertThat(find("#cell-body").getText()).contains("It reads a line before it answers.");

    browser.open(large + "#%/no/such");
    assertThat(isOpen()).isFalse();
  }

  private static Object opened(String page, String selector, String expression) {
    browser.open(page);
    find(selector).click();
    return browser.value(expression);
  }

  @Test
  void aClientAndAServerHaveACellAndAFilterHasAnAddress() throws Exception {
    browser.open(pairs);
    assertThat(count("#pairs-matrix tr[data-case]")).isEqualTo(3);
    browser
        .driver()
        .executeScript("document.getElementById('pairs-matrix-title').scrollIntoView()");
    browser.picture("pairs");

    choose("verdict", "unexplained");
    assertThat(count(".matrix tr[data-case]")).isEqualTo(1);
    find("#pairs-matrix .pair-unexplained").click();

    assertThat(find("#cell-title").getText()).isEqualTo("python-tutorial, pair/c");
    assertThat(find("#cell-body").getText())
        .contains("the client printed only", "What the client printed", "Traceback", "Recording");
    assertThat(count("#cell-body svg[role=img]")).as("the dialogue").isEqualTo(1);
    String address = (String) browser.value("location.hash");
    assertThat(address).isEqualTo("#python-tutorial/pair/c?verdict=pair-unexplained");
    browser.picture("pair-cell");
    assertThat(browser.axe()).isEmpty();

    browser.open(pairs + address);
    assertThat(isOpen()).isTrue();
    find("#close").click();
    assertThat(count(".matrix tr[data-case]")).as("as it was filtered").isEqualTo(1);
    browser.media("screen", "dark");
    browser.size(390, 844, true);
    browser.open(pairs + "#tutorial/client/output");
    assertThat(find("#cell-title").getText()).isEqualTo("tutorial, client/output");
    browser.open(pairs + "#go/pair/tutorial");
    assertThat(widths()).isEqualTo(List.of(390L, 390L));
    assertThat(browser.value("typeof window.broken")).isEqualTo("undefined");
    browser.picture("pair-phone-dark");
  }

  @Test
  void cellsWithoutAFailureSayWhatTheyHave() {
    browser.open(large);
    find("#matrix button.pass").click();
    assertThat(find("#cell-body").getText()).startsWith("pass 200 tries, ").contains("MUST ");
    find("#close").click();
    find("#matrix button.skip").click();
    assertThat(find("#cell-body").getText()).contains("The profile seed says nothing of this.");
    find("#close").click();
    find("#matrix button.info").click();
    assertThat(find("#cell-body dl").getText()).isNotEmpty();
  }

  @Test
  void whatAServerSaysDoesNothing() throws Exception {
    browser.open(hostile);

    assertThat(browser.value("document.querySelectorAll('script').length")).isEqualTo(1L);
    assertThat(
            browser.value(
                "document.querySelectorAll('img, svg:not([role]), iframe, textarea').length"))
        .isEqualTo(0L);
    find(BROKEN).click();
    assertThat(find("#cell-body").getText())
        .contains("<script>window.broken = 1</script>", "\\u202e");
    assertThat(browser.value("document.querySelectorAll('script, #cell img').length"))
        .isEqualTo(1L);
    browser.picture("hostile");
    find("#close").click();
    find("#text").sendKeys("window.broken");
    assertThat(count("#matrix tr[data-case]")).isPositive();

    assertThat(browser.value("typeof window.broken")).isEqualTo("undefined");
    assertThat(browser.requests())
        .allMatch(
            request ->
                request.contains("\"url\":\"" + hostile) || request.contains("\"url\":\"data:,\""));
  }

  @Test
  void thePolicyOfThePageIsInForce() {
    browser.open(large);

    browser
        .driver()
        .executeScript(
            "const s = document.createElement('img'); s.onerror = () => {};"
                + " s.src = 'x.png'; document.body.append(s);");

    Awaitility.await()
        .atMost(Browser.LONG)
        .until(
            () ->
                browser.complaints().stream()
                    .anyMatch(line -> line.contains("Content Security Policy")));
  }

  @Test
  void fitsOnAPhone() throws Exception {
    for (String page : List.of(large, hostile)) {
      browser.size(390, 844, true);
      browser.open(page);

      assertThat(widths()).as("nothing is wider than the screen").isEqualTo(List.of(390L, 390L));
      assertThat(
              (Boolean)
                  browser.value(
                      "(() => { const box = document.querySelector('#matrix').parentNode;"
                          + " return box.scrollWidth > box.clientWidth && box.clientWidth < 390;"
                          + " })()"))
          .as("the table is, and scrolls in its box")
          .isTrue();
      find("#cases").click();
      browser.driver().executeScript("document.getElementById('cases').scrollIntoView()");
      browser.picture(page.equals(large) ? "phone" : "phone-hostile");
      browser.driver().executeScript("document.querySelector('#matrix button.fail').click()");
      assertThat(widths()).isEqualTo(List.of(390L, 390L));
      assertThat(browser.value("document.getElementById('cell').scrollWidth")).isEqualTo(390L);
      browser.picture(page.equals(large) ? "phone-cell" : "phone-cell-hostile");
    }
  }

  private static Object widths() {
    return browser.value(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
  }

  @Test
  void isDarkWhereThatIsPreferred() throws Exception {
    browser.open(large);
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");

    browser.media("screen", "dark");

    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(20, 24, 28)");
    browser.picture("dark");
    find(BROKEN).click();
    browser.picture("dark-cell");
  }

  @Test
  void isPrintedWhole() throws Exception {
    browser.open(large);
    assertThat(count("#details article")).isZero();

    browser.size(1047, 720, false);
    browser.media("print", "dark");

    assertThat(count("#filter, nav, dialog")).isZero();
    assertThat(count("#details article.broken"))
        .isEqualTo(browser.value("document.querySelectorAll('#details .broken').length"))
        .isPositive();
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .as("in light colours")
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.value("document.documentElement.scrollWidth <= 1047")).isEqualTo(true);
    browser.picture("print");
    browser.media("", "dark");
    Map<String, Object> printed =
        browser.driver().executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true));
    byte[] pdf = Base64.getDecoder().decode((String) printed.get("data"));
    Files.write(Path.of("target", "pictures", "print.pdf"), pdf);
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
  }

  @Test
  void isWholeWithoutItsScript() throws Exception {
    browser.scripts(false);
    browser.open(large);

    assertThat(count("#filter, dialog")).isZero();
    assertThat(count("#matrix tr[data-case]")).isEqualTo(CASES);
    assertThat(count("#details article.broken")).isPositive();
    assertThat(find("#details").getText()).contains("UnicodeDecodeError", "Likely cause");
    browser.picture("without-script");
  }

  @Test
  void hasNothingThatAxeComplainsOf() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.media("screen", scheme);
      browser.open(large);
      assertThat(browser.axe()).as("in " + scheme).isEmpty();
      find(BROKEN).click();
      assertThat(browser.axe()).as("a cell in " + scheme).isEmpty();
    }
  }
}
