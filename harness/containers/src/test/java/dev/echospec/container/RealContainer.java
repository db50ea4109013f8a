package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ServerProbe;
import dev.echospec.server.TargetException;
import dev.echospec.testing.DockerEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A real container for each test, of which nothing may be left behind. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledIfSystemProperty(named = "echospec.target", matches = ".+")
abstract class RealContainer {
  static final long PID = ProcessHandle.current().pid();

  static String image;

  final Player player = new Player();
  ContainerTarget target;

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

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  ServerProbe start(ContainerTarget started) throws TargetException {
    target = started;
    target.start();
    return new ServerProbe(target, player, Optional.empty());
  }

  static ContainerOptions with(String... variables) {
    Map<String, String> env = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      env.put(variables[i], variables[i + 1]);
    }
    return new ContainerOptions(ContainerOptions.PORT, env, List.of());
  }

  ServerProbe image(String name, String... variables) throws TargetException {
    return start(new ContainerTarget(new ContainerSource.Image(name), with(variables)));
  }

  ServerProbe echo(String... variables) throws TargetException {
    return image(image, variables);
  }

  ServerProbe service(String name) throws TargetException {
    return start(
        new ContainerTarget(
            new ContainerSource.ComposeService(
                DockerEngine.CONTAINERS.resolve("compose.yml"), name),
            ContainerOptions.DEFAULT));
  }

  void say(String text) {
    player.play(
        Script.conversation(Payload.of(text)),
        target.address(),
        UnaryOperator.identity(),
        Patience.of(Duration.ofSeconds(20)),
        Player.OnceWrong.GO_ON);
  }

  void diesOf(String text, String how) {
    say(text);
    soon().untilAsserted(() -> assertThat(target.death()).contains(how));
  }
}
