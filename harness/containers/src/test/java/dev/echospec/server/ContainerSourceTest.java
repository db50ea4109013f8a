package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.container.ContainerTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of servers in containers; nothing is started. */
class ContainerSourceTest {
  private static Target target(String name, ContainerOptions options) {
    return ContainerServers.find().target((ContainerSource) ServerSpec.parse(name), options);
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
    assertThat(target(name, ContainerOptions.DEFAULT))
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

    assertThat(target("docker://echo", options).name())
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
    assertThatThrownBy(() -> ServerSpec.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("'.*' is no (target|name of an image): write .*");
  }
}
