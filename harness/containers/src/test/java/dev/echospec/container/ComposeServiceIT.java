package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import org.junit.jupiter.api.Test;

/** Services of a compose file are started with what they depend on, and end with it. */
class ComposeServiceIT extends RealContainer {
  @Test
  void aServiceThatTheEngineWouldStartAgainStaysEnded() throws TargetException {
    ServerProbe probe = service("restarting");
    probe.meet();

    diesOf("x", "exited with status 3");
    assertThat(target.lastWords()).isEqualTo("saw an x");

    target.start();
    assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
  }

  @Test
  void anEndForWantOfMemoryIsToldSo() throws TargetException {
    service("small").meet();

    diesOf("x", "was killed: out of memory");
  }

  @Test
  void whatAServiceDependsOnIsStartedAndRemovedWithIt() throws TargetException {
    assertThat(service("echo").meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);

    assertThat(DockerEngine.projectsOf(PID))
        .anyMatch(name -> name.contains("companion"))
        .anyMatch(name -> name.contains("default"));
  }
}
