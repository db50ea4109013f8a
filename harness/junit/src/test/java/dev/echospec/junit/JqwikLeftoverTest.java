package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Example;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a build of somebody's has in its working directory afterwards. */
class JqwikLeftoverTest {
  private static final Path FILE = Path.of(".jqwik-database");

  /** A property of the build's own. */
  static class Own {
    @Example
    void holds() {}
  }

  /** A test of the build's own that is not jqwik's. */
  static class Other {
    @Test
    void holds() {}
  }

  @BeforeEach
  @AfterEach
  void tidyUp() throws Exception {
    Files.deleteIfExists(FILE);
  }

  /** As a build that says nothing about jqwik: without the settings of this module. */
  private static void build(Class<?> tests) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .enableImplicitConfigurationParameters(false)
                .selectors(DiscoverySelectors.selectClass(tests))
                .build());
  }

  @Test
  void nothingIsLeftWhereNoTestIsJqwiks() {
    build(Other.class);

    assertThat(FILE).doesNotExist();
  }

  @Test
  void theFileOfABuildThatHasPropertiesStays() {
    build(Own.class);

    assertThat(FILE).exists();
  }

  @Test
  void aFileThatWasThereStays() throws Exception {
    new ObjectOutputStream(Files.newOutputStream(FILE)).close();

    build(Other.class);

    assertThat(FILE).exists();
  }
}
