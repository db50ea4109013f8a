package dev.echospec.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose containers may be removed. */
@Timeout(60)
class OwnerTest {
  private final Owner self = Owner.self();

  @Test
  void whoLivesHasNotLeft() {
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.hasLeft(self.label())).isFalse();
    assertThat(self.hasLeftProject(self.project() + "1-abcdef_default")).isFalse();
  }

  @Test
  void whoHasEndedHasLeft() throws Exception {
    Process process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long started = process.info().startInstant().orElseThrow().toEpochMilli();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    Owner other = new Owner(self.host(), process.pid(), started);

    assertThat(self.hasLeft(other.label())).isTrue();
    assertThat(self.hasLeftProject(other.project() + "1-abcdef_default")).isTrue();
  }

  @Test
  void aNumberThatIsUsedAgainIsSomebodyElse() {
    Owner before = new Owner(self.host(), self.pid(), self.started() - 3_600_000);

    assertThat(self.hasLeft(before.label())).isTrue();
    assertThat(self.hasLeftProject(before.project() + "1-abcdef")).isTrue();
  }

  @Test
  void ofOtherHostsNothingIsKnown() {
    Owner elsewhere = new Owner("elsewhere-1", self.pid(), 0);

    assertThat(self.hasLeft(elsewhere.label())).isFalse();
    assertThat(self.hasLeftProject(elsewhere.project() + "1-abcdef")).isFalse();
  }

  @Test
  void whatIsNotOursIsNotTouched() {
    for (String label : new String[] {"", "x", "a/b/c", self.host() + "/1", "//"}) {
      assertThat(self.hasLeft(label)).as(label).isFalse();
    }
    for (String name : new String[] {"", "default", "echospec", "echospec-fleet_default"}) {
      assertThat(self.hasLeftProject(name)).as(name).isFalse();
    }
  }
}
