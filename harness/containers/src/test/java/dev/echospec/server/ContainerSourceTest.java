package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.reference.server.ServerOptions;
import dev.echospec.server.container.ContainerTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How containers are named as targets; nothing is started. */
class ContainerSourceTest {
  private static Target parse(String name, ContainerOptions options) {
    return ServerSpec.parse(name)
        .target(
            new StartOptions(
                ServerOptions.tutorial(), StartOptions.PORT, TargetEnvironment.DEFAULT, options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker://echo",
        "docker://my/echo:latest",
        "docker://localhost:5000/my/echo:1.0-rc_1",
        "docker://ghcr.io/some-body/echo",
        "dockerfile:server",
        "dockerfile:server/Dockerfile.small",
        "compose:compose.yml#echo"
      })
  void containersAreNamedAsTheUserWroteThem(String name) {
    assertThat(parse(name, ContainerOptions.DEFAULT))
        .isInstanceOf(ContainerTarget.class)
        .extracting(Target::name)
        .isEqualTo(name);
  }

  @Test
  void theNameHoldsTheOptionsThatTheServerNeeds() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("MODE", "a b");
    env.put("DEBUG", "");
    ContainerOptions options = new ContainerOptions(7, env, List.of("sh", "-c", "exec x"));

    assertThat(parse("docker://echo", options).name())
        .isEqualTo(
            "docker://echo --container-port 7 --env 'MODE=a b' --env DEBUG="
                + " --command 'sh -c '\\''exec x'\\'''");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker://",
        "docker://Echo",
        "docker://My/echo",
        "docker://a b",
        "docker://-x",
        "docker://echo:",
        "compose:file.yml",
        "compose:#echo",
        "compose:file.yml#",
        "compose:file.yml#a b"
      })
  void whatNamesNoContainerIsRefused(String name) {
    assertThatThrownBy(() -> parse(name, ContainerOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("'.*' is no (target|name of an image): write .*");
  }

  @Test
  void optionsOfContainersAreForContainers() {
    ContainerOptions options = new ContainerOptions(7, Map.of(), List.of());
    for (String name : new String[] {"localhost:7", "command:cat", "embedded"}) {
      assertThatThrownBy(() -> parse(name, options))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--container-port");
    }
  }

  @Test
  void aComposeFileHasItsOwnEnvironment() {
    ContainerOptions options =
        new ContainerOptions(ContainerOptions.PORT, Map.of("A", "b"), List.of());

    assertThatThrownBy(() -> parse("compose:compose.yml#echo", options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write them there");
  }

  @Test
  void aPortIsAPort() {
    for (int port : new int[] {0, -1, 65_536}) {
      assertThatThrownBy(() -> new ContainerOptions(port, Map.of(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 1 to 65535");
    }
  }
}
