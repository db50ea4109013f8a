package dev.echospec.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, of its own: with an empty profile, and with nothing of its own to do
 * on a network.
 */
public final class Browser implements AutoCloseable {
  /** Also the time that a script in a page may take. */
  public static final Duration LONG = Duration.ofMinutes(4);

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** Warns of a Chromium that is newer than Selenium: of what that is about, nothing is used. */
  private static final Logger PROTOCOL = Logger.getLogger("org.openqa.selenium.devtools");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Returns what is missing on this machine; empty if a browser can be started. */
  public static Optional<String> missing() {
    return program(BROWSERS).isEmpty()
        ? Optional.of("There is no Chromium in the PATH.")
        : program(List.of("chromedriver")).isEmpty()
            ? Optional.of("There is no chromedriver in the PATH.")
            : Optional.empty();
  }

  private static Optional<Path> program(List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param profile an empty folder
   */
  public static Browser start(Path profile) {
    PROTOCOL.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program(BROWSERS).orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        // Builds often run as root, for whom there is no sandbox; the only page is our own.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program(List.of("chromedriver")).orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(LONG).pageLoadTimeout(LONG);
    return new Browser(driver);
  }

  public ChromeDriver driver() {
    return driver;
  }

  /** As a desktop, in light colours, on a screen. */
  public void asUsual() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    size(1440, 900, false);
    media("screen", "light");
    scripts(true);
  }

  public void size(int width, int height, boolean phone) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  public void media(String medium, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Whether pages may run their scripts, from the next page on. */
  public void scripts(boolean allowed) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  public void open(String address) {
    // The same address but for what is after its '#' would not be loaded again.
    driver.get("about:blank");
    complaints();
    requests();
    driver.get(address);
  }

  /**
   * What the pages have said on the console since this was asked last, with what broke a policy.
   */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      complaints.add(entry.getLevel() + " " + entry.getMessage());
    }
    return complaints;
  }

  /** What the pages have asked for since this was asked last, as the events of the protocol. */
  public List<String> requests() {
    List<String> requests = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      if (entry.getMessage().contains("Network.requestWillBeSent\"")) {
        requests.add(entry.getMessage());
      }
    }
    return requests;
  }

  /** The value of an expression, as the page's own scripts see it. */
  public Object value(String expression, Object... arguments) {
    return driver.executeScript("return " + expression, arguments);
  }

  /** A picture of what is seen, for people to look at. */
  public void picture(String name) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    byte[] picture = driver.getScreenshotAs(OutputType.BYTES);
    assertThat(Arrays.copyOf(picture, 4)).containsExactly(0x89, 'P', 'N', 'G');
    Files.write(folder.resolve(name + ".png"), picture);
  }

  /** What is wrong with the page for people with other needs, by the rules of axe-core. */
  public List<?> axe() throws Exception {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    return (List<?>)
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1]; axe.run({resultTypes:"
                + " ['violations']}).then(r => done(r.violations.map(v => v.id + ': ' + v.help"
                + " + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' '"
                + " + n.failureSummary).join(' | '))), e => done(['' + e]));");
  }

  @Override
  public void close() {
    driver.quit();
  }
}
