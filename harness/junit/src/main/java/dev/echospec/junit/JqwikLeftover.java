package dev.echospec.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Removes the file of failures that jqwik leaves in the working directory of every build that has
 * it on the class path, even if no test is jqwik's: the kit brings jqwik, and the file should not
 * come with it. A file that was there before, one that is asked for, and one of a build that has
 * jqwik properties of its own are left alone.
 */
public final class JqwikLeftover implements TestExecutionListener {
  private static final Path FILE = Path.of(".jqwik-database");
  private static final String SETTING = "jqwik.database";
  private static final String JQWIK = "[engine:jqwik]";

  private boolean leave = true;

  /** Called by the JUnit Platform, which finds this class as a service. */
  public JqwikLeftover() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    leave =
        Files.exists(FILE)
            || plan.getConfigurationParameters().get(SETTING).isPresent()
            || plan.countTestIdentifiers(
                    test -> test.isTest() && test.getUniqueId().contains(JQWIK))
                > 0;
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (leave) {
      return;
    }
    try {
      Files.deleteIfExists(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
