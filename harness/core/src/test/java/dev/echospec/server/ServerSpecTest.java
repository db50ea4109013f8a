package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.echospec.reference.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of all kinds of servers; AddressTargetTest has the forms of an address. */
class ServerSpecTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedded",
        "localhost:7",
        "[::1]:7",
        "restarted:go:10000",
        "command:python3 server.py {port}",
        "command:sh -c 'exec \"a b\" $X'",
        "docker://ghcr.io/some/echo:1",
        "dockerfile:server/Dockerfile.small",
        "compose:some/compose.yml#echo"
      })
  void theTextIsWhatIsParsed(String text) {
    assertThat(ServerSpec.parse(text).text()).isEqualTo(text);
  }

  @Test
  void aCommandIsSplitAsAShellSplitsIt() {
    assertThat(ServerSpec.parse("command:sh  -c 'exec \"my server\" {port}' a\\ b ''"))
        .isEqualTo(
            new ServerSpec.Command(List.of("sh", "-c", "exec \"my server\" {port}", "a b", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "command:, is missing",
    "'command:  ', is missing",
    "command:\"\" x, is missing",
    "command:sh -c \"exec, a quote is not closed"
  })
  void aCommandHasAProgramAndClosedQuotes(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSpec.parse(text))
        .withMessageContaining(message)
        .withMessageContaining(text.substring("command:".length()).strip());
  }

  @Test
  void aCommandListensOnThePortOfItsOptions() {
    StartOptions options =
        new StartOptions(
            ServerOptions.tutorial(), 7, TargetEnvironment.DEFAULT, ContainerOptions.DEFAULT);

    Target target = ServerSpec.parse("command:python3 server.py").target(options);

    assertThat(target).extracting("port.number").isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "10000, port 10000",
    "127.0.0.1:7, port 7",
    "[::1]:7, port 7",
    "restarted:localhost:7, port 7",
    "example.org:7, example.org:7",
    "restarted:example.org:7, example.org:7",
    "command:python3 server.py, port 9",
    "compose:a.yml#x, compose:a.yml"
  })
  void serversThatExcludeOneAnotherClaimTheSame(String text, String claim) {
    assertThat(ServerSpec.parse(text).claim(9)).contains(claim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "command:x {port}", "docker://a", "dockerfile:a"})
  void othersRunAtTheSameTime(String text) {
    assertThat(ServerSpec.parse(text).claim(9)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dockerfile:a/b, a/b, dockerfile:/x/y",
    "dockerfile:, ., dockerfile:/x/y",
    "compose:a.yml#b, a.yml, compose:/x/y#b"
  })
  void aPathCanBeReplaced(String text, Path path, String moved) {
    ServerSpec server = ServerSpec.parse(text);

    assertThat(server.path()).contains(path);
    assertThat(server.at(Path.of("/x/y")).text()).isEqualTo(moved);
  }

  @Test
  void withoutAProviderContainersAreRefusedInOneSentence() {
    StartOptions options = new StartOptions(ServerOptions.tutorial());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSpec.parse("docker://echo").target(options))
        .withMessageContaining("echospec-containers");
  }

  private static Target with(String name, ContainerOptions options) {
    return ServerSpec.parse(name)
        .target(
            new StartOptions(
                ServerOptions.tutorial(), StartOptions.PORT, TargetEnvironment.DEFAULT, options));
  }

  @Test
  void optionsOfContainersAreForContainers() {
    ContainerOptions options = new ContainerOptions(7, Map.of(), List.of());
    for (String name : new String[] {"localhost:7", "command:cat", "embedded"}) {
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> with(name, options))
          .withMessageContaining("--container-port");
    }
  }

  @Test
  void aComposeFileHasItsOwnEnvironment() {
    ContainerOptions options =
        new ContainerOptions(ContainerOptions.PORT, Map.of("A", "b"), List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("compose:compose.yml#echo", options))
        .withMessageContaining("write them there");
  }

  @Test
  void aPortIsAPort() {
    for (int port : new int[] {0, -1, 65_536}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ContainerOptions(port, Map.of(), List.of()))
          .withMessageContaining("from 1 to 65535");
    }
  }
}
