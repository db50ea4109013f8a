package dev.echospec.server.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.Resources;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts real containers, talks with them, counts what they hold, and ends them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
class ContainerTargetIT {
  private static final int CONVERSATIONS = 20;
  private static final long PID = ProcessHandle.current().pid();

  private static String image;

  private final Player player = new Player();
  private ContainerTarget target;

  @BeforeAll
  static void build() throws TargetException {
    DockerEngine.require();
    image = DockerEngine.image("echo");
  }

  @AfterEach
  void end() {
    player.close();
    if (target != null) {
      target.close();
    }
    assertThat(DockerEngine.containersOf(PID)).isEmpty();
    assertThat(DockerEngine.projectsOf(PID)).isEmpty();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private ServerProbe start(ContainerTarget started) throws TargetException {
    target = started;
    target.start();
    return new ServerProbe(target, player, Optional.empty());
  }

  private static ContainerOptions with(String... variables) {
    Map<String, String> env = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      env.put(variables[i], variables[i + 1]);
    }
    return new ContainerOptions(ContainerOptions.PORT, env, List.of());
  }

  private ServerProbe image(String name, String... variables) throws TargetException {
    return start(new ContainerTarget(new ContainerSource.Image(name), with(variables)));
  }

  private ServerProbe echo(String... variables) throws TargetException {
    return image(image, variables);
  }

  private ServerProbe service(String name) throws TargetException {
    return start(
        new ContainerTarget(
            new ContainerSource.ComposeService(
                DockerEngine.CONTAINERS.resolve("compose.yml"), name),
            ContainerOptions.DEFAULT));
  }

  private void say(String text) {
    player.play(
        Script.conversation(Payload.of(text)),
        target.address(),
        UnaryOperator.identity(),
        Patience.of(Duration.ofSeconds(20)),
        Player.OnceWrong.GO_ON);
  }

  private void diesOf(String text, String how) {
    say(text);
    soon().untilAsserted(() -> assertThat(target.death()).contains(how));
  }

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
  void anEndBeforeAnybodyCouldLookIsToldToo(boolean published) throws TargetException {
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
  void aPublishedPortThatAcceptsForNobodyIsNoAnswer() throws TargetException {
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

  @Test
  void afterItsEndNothingIsStartedAnyMore() {
    target = new ContainerTarget(new ContainerSource.Image(image), ContainerOptions.DEFAULT);
    target.close();

    assertThatExceptionOfType(TargetException.class)
        .isThrownBy(target::start)
        .withMessageContaining("ended before");
  }
}
