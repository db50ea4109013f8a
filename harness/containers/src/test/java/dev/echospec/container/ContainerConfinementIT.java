package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a container may do: what the kit takes from it, and what the user allows. */
class ContainerConfinementIT extends RealContainer {
  @Test
  void aContainerHasNoPrivilegesAndBoundedMemoryAndProcesses() throws TargetException {
    echo().meet();

    HostConfig host = host();
    assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
    assertThat(host.getCapAdd()).isNullOrEmpty();
    assertThat(host.getSecurityOpts()).contains("no-new-privileges");
    assertThat(host.getMemory()).isEqualTo(2L << 30);
    assertThat(host.getPidsLimit()).isEqualTo(16_384);
  }

  @Test
  void aContainerGetsWhatTheUserAllows() throws TargetException {
    Confinement wider = new Confinement(List.of("SETUID"), 256L << 20, 50, false);
    start(confined(wider)).meet();

    HostConfig host = host();
    assertThat(host.getCapAdd()).containsExactly(Capability.SETUID);
    assertThat(host.getMemory()).isEqualTo(256L << 20);
    assertThat(host.getPidsLimit()).isEqualTo(50);

    target.close();
    start(confined(Confinement.NONE)).meet();
    assertThat(host().getCapDrop()).isNullOrEmpty();
    assertThat(host().getMemory()).isZero();
  }

  @Test
  void aServiceOfAComposeFileIsConfinedAsWellAndKeepsItsOwnLimits() throws TargetException {
    service("small").meet();

    assertThat(host().getCapDrop()).containsExactly(Capability.ALL);
    assertThat(host().getSecurityOpts()).anyMatch(option -> option.startsWith("no-new-privileges"));
    assertThat(host().getMemory()).isEqualTo(64L << 20);
    assertThat(host().getPidsLimit()).isEqualTo(16_384);
  }

  @Test
  void aServerThatCannotStartForWantOfAPrivilegeIsToldSo() throws TargetException {
    ContainerOptions options =
        new ContainerOptions(
            ContainerOptions.PORT,
            Map.of(),
            List.of("python3", "-c", "import os; os.setuid(12345)"));
    ServerProbe probe = start(new ContainerTarget(new ContainerSource.Image(image), options));

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(probe::meet)
        .withMessageStartingWith("The server exited with status 1 before it answered.")
        .withMessageContaining("no capabilities")
        .withMessageContaining("--cap-add");
  }

  private static ContainerTarget confined(Confinement confinement) {
    return new ContainerTarget(
        new ContainerSource.Image(image),
        new ContainerOptions(ContainerOptions.PORT, Map.of(), List.of(), confinement));
  }

  /** Returns how the engine runs the one container of this test. */
  private static HostConfig host() {
    DockerClient client = DockerEngine.client();
    return client.listContainersCmd().exec().stream()
        .filter(one -> !one.getNames()[0].contains("companion"))
        .filter(one -> one.getNames()[0].contains("-" + PID + "-") || isOwn(one.getLabels()))
        .map(one -> client.inspectContainerCmd(one.getId()).exec().getHostConfig())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOwn(Map<String, String> labels) {
    return labels.getOrDefault(Owner.LABEL, "").equals(Owner.self().label());
  }
}
