package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which owners have ended, so that their containers may be removed. */
@Timeout(60)
class OwnerTest {
  private final Owner self = Owner.self();

  @Test
  void anOwnerThatRunsHasNotLeft() {
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.hasLeft(self.label())).isFalse();
    assertThat(self.hasLeftProject(self.project() + "1-abcdef_default")).isFalse();
  }

  @Test
  void anOwnerThatHasEndedHasLeft() throws Exception {
    Process process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long started = process.info().startInstant().orElseThrow().toEpochMilli();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    Owner other = new Owner(self.host(), self.place(), process.pid(), started);

    assertThat(self.hasLeft(other.label())).isTrue();
    assertThat(self.hasLeftProject(other.project() + "1-abcdef_default")).isTrue();
  }

  @Test
  void aReusedNumberIsAnotherOwner() {
    Owner before = new Owner(self.host(), self.place(), self.pid(), self.started() - 3_600_000);

    assertThat(self.hasLeft(before.label())).isTrue();
    assertThat(self.hasLeftProject(before.project() + "1-abcdef")).isTrue();
  }

  @Test
  void ofAnotherMachineOfTheSameNameNothingIsKnown() {
    long ended = Long.MAX_VALUE >> 8;
    for (String elsewhere :
        new String[] {
          Owner.place(self.host(), "other machine", "boot", "pid:[1]", "me"),
          Owner.place(self.host(), "machine", "other boot", "pid:[1]", "me"),
          Owner.place(self.host(), "machine", "boot", "pid:[2]", "me"),
          Owner.place(self.host(), "machine", "boot", "pid:[1]", "other user"),
        }) {
      Owner here =
          new Owner(
              self.host(), Owner.place(self.host(), "machine", "boot", "pid:[1]", "me"), 1, 0);
      Owner there = new Owner(self.host(), elsewhere, ended, 0);

      assertThat(here.hasLeft(there.label())).as(there.label()).isFalse();
      assertThat(here.hasLeftProject(there.project() + "1-abcdef")).as(there.label()).isFalse();
      assertThat(there.hasLeft(there.label())).as("it knows its own").isTrue();
    }
  }

  @Test
  void containersOfEarlierVersionsWhichDoNotTellTheirMachineAreNotTouched() {
    assertThat(self.hasLeft(self.host() + "-4026531836/" + (Long.MAX_VALUE >> 8) + "/0")).isFalse();
  }

  @Test
  void otherNamesAreNotTouched() {
    for (String label : new String[] {"", "x", "a/b/c", self.host() + "/1", "//"}) {
      assertThat(self.hasLeft(label)).as(label).isFalse();
    }
    for (String name : new String[] {"", "default", "echospec", "echospec-fleet_default"}) {
      assertThat(self.hasLeftProject(name)).as(name).isFalse();
    }
  }
}
