package dev.echospec;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.Suite;

/**
 * Every case as a JUnit test against {@code -Dechospec.target}. Without one this build, whose
 * server it is, names the embedded reference server. A build of your own needs the two annotations
 * alone.
 */
@Suite
@IncludeEngines("echospec")
class ConformanceIT {
  private static final String TARGET = "echospec.target";
  private static boolean named;

  @BeforeSuite
  static void nameTheEmbeddedServer() {
    if (System.getProperty(TARGET, "").isBlank()) {
      System.setProperty(TARGET, "embedded");
      named = true;
    }
  }

  @AfterSuite
  static void forget() {
    if (named) {
      System.clearProperty(TARGET);
    }
  }
}
