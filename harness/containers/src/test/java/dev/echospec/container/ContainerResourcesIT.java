package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import dev.echospec.server.Resources;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server in a container holds is counted, whatever its shell says. */
class ContainerResourcesIT extends RealContainer {
  private static final int CONVERSATIONS = 20;

  @ParameterizedTest
  @ValueSource(strings = {"echo", "echo/Dockerfile.bare"})
  void countsWhatTheServerHolds(String folder) throws TargetException {
    image(DockerEngine.image(folder)).meet();

    Resources held = target.resources().orElseThrow();

    assertThat(held.processes()).isEqualTo(1);
    assertThat(held.zombies()).isZero();
    assertThat(held.threads()).isBetween(1, 4);
    assertThat(held.memory()).isBetween(1L << 20, 200L << 20);
    if (folder.equals("echo") || "root".equals(System.getProperty("user.name"))) {
      assertThat(held.descriptors()).isBetween(3, 8);
    } else {
      assertThat(held.descriptors()).isEqualTo(ContainerInside.UNCOUNTED);
    }
  }

  @Test
  void seesEveryLeak() throws TargetException {
    assertThat(more("leaks-descriptors", Resources::descriptors)).isBetween(CONVERSATIONS, 30);
    assertThat(more("leaks-threads", Resources::threads)).isBetween(CONVERSATIONS, 30);
    assertThat(more("leaks-zombies", Resources::zombies)).isBetween(CONVERSATIONS, 30);
  }

  private int more(String fault, ToIntFunction<Resources> what) throws TargetException {
    if (target != null) {
      target.close();
    }
    echo("FAULT", fault).meet();
    int before = what.applyAsInt(target.resources().orElseThrow());
    for (int i = 0; i < CONVERSATIONS; i++) {
      say("abc");
    }
    return what.applyAsInt(target.resources().orElseThrow()) - before;
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "endless", "silent"})
  void aShellThatLiesIsNotBelieved(String how) throws TargetException {
    image(DockerEngine.image("echo/Dockerfile.liar"), "LIES", how).meet();
    DockerClient client = DockerEngine.client();
    ContainerInside inside =
        new ContainerInside(client, DockerEngine.containersOf(PID).get(0), 1L << 33);

    assertThat(inside.resourcesAsItsShellCounts()).isEmpty();
    assertThat(target.resources().orElseThrow().processes())
        .as("the engine counts by itself; a shell that hangs is in the container, too")
        .isBetween(1, 2);
  }
}
