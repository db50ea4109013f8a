package dev.echospec.client.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.Payload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerScriptTest {
  private static final Payload HELLO = Payload.of("Hello World!");

  static List<ServerScript> scripts() {
    return List.of(
        ServerScript.echo(HELLO),
        ServerScript.inPieces(HELLO, List.of(1, 3), 20).at(Host.IPV6),
        ServerScript.inPieces(HELLO, List.of(), 0).then(new Send(Payload.of("x"))),
        cut(new HalfClose()),
        cut(new Reset()).at(Host.NAME),
        new ServerScript(HELLO, Host.IPV4, List.of(new Refuse())));
  }

  private static ServerScript cut(ServerStep end) {
    return new ServerScript(
        HELLO,
        Host.IPV4,
        List.of(new Read(ServerStep.EVERYTHING), new Answer(5), new Pause(30), end));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void isReadAsItWasWritten(ServerScript script) throws Malformed {
    String text = JsonText.line(ServerScriptJson.of(script));

    assertThat(ServerScriptJson.read(JsonText.parse(text))).isEqualTo(script);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void hasALineForEachStep(ServerScript script) {
    assertThat(ServerScriptText.lines(script))
        .hasSizeBetween(script.steps().size() + 1, script.steps().size() + 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\": \"4\", \"host\": \"ipv4\", \"steps\": []}",
        "{\"message\": \"41\", \"host\": \"mars\", \"steps\": []}",
        "{\"message\": \"41\", \"host\": \"ipv4\", \"steps\": [{\"do\": \"dance\"}]}",
        "{\"message\": \"41\", \"host\": \"ipv4\", \"steps\": [{\"do\": \"answer\", \"bytes\": 0}]}",
        "{\"message\": \"41\", \"host\": \"ipv4\", \"steps\": [{\"do\": \"reset\"}, {\"do\": \"read\"}]}",
        "{\"message\": \"41\", \"host\": \"ipv4\", \"steps\": [], \"more\": 1}"
      })
  void otherJsonIsRefusedInALine(String text) {
    assertThatThrownBy(() -> ServerScriptJson.read(JsonText.parse(text)))
        .isInstanceOf(Malformed.class)
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void aCutReplyStaysCutWithAnotherMessage() {
    assertThat(cut(new HalfClose()).with(Payload.of("abc")).isCutShort()).isTrue();
    assertThat(cut(new HalfClose()).with(Payload.of("a")).answers()).isZero();
    assertThat(ServerScript.echo(HELLO).with(Payload.of("abc")).isCutShort()).isFalse();
  }

  /** Follows the first proposal, and then the last one, to their ends. */
  @ParameterizedTest
  @MethodSource("scripts")
  void shrinkingEndsAndKeepsTheEndOfTheScript(ServerScript script) {
    for (boolean first : new boolean[] {true, false}) {
      Set<ServerScript> met = new HashSet<>();
      ServerScript now = script;
      for (List<ServerScript> next = ServerScriptShrinker.simpler(now, true);
          !next.isEmpty();
          next = ServerScriptShrinker.simpler(now, true)) {
        assertThat(met.add(now)).as("comes back to " + now).isTrue();
        now = next.get(first ? 0 : next.size() - 1);
        assertThat(now.isCutShort()).isEqualTo(script.isCutShort());
        assertThat(now.refuses()).isEqualTo(script.refuses());
      }
    }
  }
}
