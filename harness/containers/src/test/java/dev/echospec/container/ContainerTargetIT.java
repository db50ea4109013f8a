package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts real containers, talks with them, and ends them. */
class ContainerTargetIT extends RealContainer {
  @Test
  void answersAndLeavesNothingBehind() throws TargetException {
    assertThat(echo().meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);

    assertThat(target.death()).isEmpty();
    assertThat(DockerEngine.containersOf(PID)).hasSize(1);
    target.close();
    assertThat(DockerEngine.containersOf(PID)).isEmpty();
  }

  @Test
  void isBuiltFromADockerfileInAFolder() throws TargetException {
    Path folder = DockerEngine.CONTAINERS.resolve("echo");
    ServerProbe probe =
        start(
            new ContainerTarget(new ContainerSource.Dockerfile(folder), ContainerOptions.DEFAULT));

    assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
  }

  @Test
  void takesPortEnvironmentAndCommand() throws TargetException {
    ContainerOptions options =
        new ContainerOptions(
            7, Map.of("HOST", "0.0.0.0"), List.of("env", "PORT=7", "python3", "/server.py"));
    ServerProbe probe = start(new ContainerTarget(new ContainerSource.Image(image), options));

    assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
    assertThat(target.address().getPort()).isEqualTo(7);
  }

  @Test
  void anEndAtOnceIsToldWithItsStatusAndLastWords() throws TargetException {
    ServerProbe probe = echo("FAULT", "exits");

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(probe::meet)
        .withMessage("The server exited with status 7 before it answered.")
        .satisfies(e -> assertThat(e.lastWords()).isEqualTo("no configuration was found"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndBeforeTheFirstLookIsToldToo(boolean published) throws TargetException {
    ContainerOptions options =
        new ContainerOptions(ContainerOptions.PORT, Map.of(), List.of("false"));
    ServerProbe probe =
        start(new ContainerTarget(new ContainerSource.Image(image), options, published));

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(probe::meet)
        .withMessageStartingWith("The server exited with status 1 before it answered.")
        .withMessageContaining("--unconfined");
  }

  @Test
  void aCommandThatIsNotThereIsSaid() {
    ContainerOptions options =
        new ContainerOptions(ContainerOptions.PORT, Map.of(), List.of("no-such-program"));
    target = new ContainerTarget(new ContainerSource.Image(image), options);

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::start)
        .withMessageStartingWith("The container of docker://" + image + " cannot be started.")
        .withMessageContaining("no-such-program");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "echo/Dockerfile.bare"})
  void aServerOnItsOwnLoopbackIsToldSo(String folder) throws TargetException {
    ServerProbe probe = image(DockerEngine.image(folder), "HOST", "127.0.0.1");

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(probe::meet)
        .withMessageContaining("port 10000, but only on the container's own 127.0.0.1")
        .withMessageContaining("0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerOnAnotherPortIsToldSo(boolean published) throws TargetException {
    start(new ContainerTarget(new ContainerSource.Image(image), with("PORT", "8080"), published));
    soon().until(() -> target.lastWords().contains("8080"));

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(new ServerProbe(target, player, Optional.empty(), Duration.ofSeconds(3))::meet)
        .withMessageContaining("Nothing listens on port 10000")
        .withMessageContaining("listens on port 8080")
        .withMessageContaining("--container-port 8080");
  }

  @Test
  void aPublishedPortWithoutAServerIsNoAnswer() throws TargetException {
    // Longer than a connection that ends without a byte counts as a proxy's elsewhere.
    ServerProbe probe =
        start(
            new ContainerTarget(
                new ContainerSource.Image(image), with("FAULT", "late", "SECONDS", "6"), true));

    assertThat(target.isRelayed()).isTrue();
    assertThat(target.address().getPort()).isNotEqualTo(ContainerOptions.PORT);
    assertThat(probe.meet()).isEqualTo(ResponseStyle.DRAINS_AND_CLOSES);
  }

  @Test
  void comesBackAfterAConversationEndedIt() throws TargetException {
    ServerProbe probe = echo("FAULT", "exits-at-x");
    ResponseStyle style = probe.meet();
    say("abc");
    assertThat(target.death()).isEmpty();

    diesOf("x", "exited with status 3");
    assertThat(target.lastWords()).isEqualTo("saw an x");

    target.start();
    assertThat(probe.meet()).isEqualTo(style);
    assertThat(target.death()).isEmpty();
    assertThat(target.lastWords()).doesNotContain("saw an x");
    assertThat(DockerEngine.containersOf(PID)).hasSize(1);
  }

  @Test
  void afterItsEndNothingIsStartedAnyMore() {
    target = new ContainerTarget(new ContainerSource.Image(image), ContainerOptions.DEFAULT);
    target.close();

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::start)
        .withMessageContaining("ended before");
  }
}
