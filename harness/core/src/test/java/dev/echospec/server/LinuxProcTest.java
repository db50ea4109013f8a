package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

/** What Linux tells of this process and of none. */
class LinuxProcTest {
  private static final LinuxProc NONE = LinuxProc.of(Integer.MAX_VALUE);

  /** A setting has no size, and the kernel gives it to one read alone. */
  @Test
  @EnabledOnOs(LINUX)
  void aSettingOfTheKernelIsReadWhole() {
    assertThat(LinuxProc.kernel("sys/net/ipv4/ip_local_port_range"))
        .hasValueSatisfying(range -> assertThat(range).matches("[0-9]{4,5}\\s+[0-9]{4,5}"));
    assertThat(LinuxProc.kernel("sys/kernel/random/boot_id"))
        .hasValueSatisfying(id -> assertThat(id).hasSize(36));
    assertThat(LinuxProc.memory()).isGreaterThan(1L << 28);
  }

  @Test
  @EnabledOnOs(LINUX)
  void aProcessIsKnown() {
    LinuxProc kit = LinuxProc.of(ProcessHandle.current().pid());

    assertThat(LinuxProc.all()).contains(kit).hasSizeGreaterThan(1);
    assertThat(kit.count("fd").getAsInt()).isPositive();
    assertThat(kit.descriptors()).isNotEmpty();
    assertThat(kit.resident()).isGreaterThan(1 << 20);
    assertThat(kit.session()).hasValueSatisfying(id -> assertThat(id).containsOnlyDigits());
    assertThat(kit.link("exe")).hasValueSatisfying(file -> assertThat(file).contains("java"));
    assertThat(kit.isZombie()).isFalse();
    assertThat(new String(kit.environment(), StandardCharsets.UTF_8)).contains("PATH=");
  }

  @Test
  void nothingIsKnownOfAProcessThatIsNotThere() {
    assertThat(NONE.text("stat")).isEmpty();
    assertThat(NONE.link("exe")).isEmpty();
    assertThat(NONE.count("fd")).isEmpty();
    assertThat(NONE.descriptors()).isEmpty();
    assertThat(NONE.environment()).isEmpty();
    assertThat(NONE.session()).isEmpty();
    assertThat(NONE.resident()).isZero();
    assertThat(NONE.isZombie()).isFalse();
    assertThat(LinuxProc.kernel("sys/no/such/setting")).isEmpty();
  }
}
