package dev.echospec.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.reference.server.ReferenceServer;
import dev.echospec.reference.server.ServerLog;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {
  private static byte[] allBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(30)
  void isWhatTheReferenceServerAnswers(Transform transform) throws IOException {
    ServerOptions options = ServerOptions.tutorial().withPort(0).withTransform(transform);
    byte[] answer;
    try (ReferenceServer server = ReferenceServer.start(options, ServerLog.silent());
        Socket client = new Socket(server.address(), server.port())) {
      client.getOutputStream().write(allBytes());
      client.shutdownOutput();
      answer = client.getInputStream().readAllBytes();
    }

    assertThat(new Oracle(transform).apply(allBytes())).isEqualTo(answer);
  }

  @Test
  void upperCaseTouchesTheTwentySixLettersOnly() {
    byte[] owed = Oracle.UPPER.apply(allBytes());
    for (int i = 0; i < 256; i++) {
      assertThat(owed[i]).isEqualTo((byte) (i >= 0x61 && i <= 0x7a ? i - 0x20 : i));
    }
    assertThat(Oracle.IDENTITY.apply(allBytes())).isEqualTo(allBytes());
  }

  @Test
  void leavesWhatItIsGivenAsItWas() {
    byte[] given = {'a'};

    assertThat(Oracle.UPPER.apply(given)).containsExactly('A').isNotSameAs(given);
    assertThat(given).containsExactly('a');
    assertThat(Oracle.IDENTITY.apply(given)).isNotSameAs(given);
  }

  @Provide
  Arbitrary<List<Payload>> payloads() {
    Arbitrary<Payload> literal =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(50).map(Payload::of);
    Arbitrary<Payload> generated =
        Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.longs()
                    .between(0, 2L * Payload.PERIOD)
                    .withDistribution(net.jqwik.api.RandomDistribution.biased()),
                Arbitraries.of(Alphabet.class))
            .as(Payload.Generated::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, literal), net.jqwik.api.Tuple.of(1, generated))
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 300)
  void whatIsOwedIsTheEchoOfAllWritesTogether(
      @ForAll("payloads") List<Payload> payloads,
      @ForAll @IntRange(min = 0, max = 200_000) int from,
      @ForAll @IntRange(min = 0, max = 200_000) int count) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(3), new Step.Connect(0)));
    for (Payload payload : payloads) {
      stream.writeBytes(payload.bytes(0, (int) payload.length()));
      steps.add(new Step.Send(3, payload));
      steps.add(new Step.Send(0, Payload.of("of another connection")));
    }
    byte[] owed = Oracle.UPPER.apply(stream.toByteArray());
    int start = owed.length == 0 ? 0 : from % (owed.length + 1);

    assertThat(Oracle.UPPER.owed(new Script(steps), 3, start, count))
        .isEqualTo(Arrays.copyOfRange(owed, start, Math.min(owed.length, start + count)));
  }

  @Test
  void nothingIsOwedBeyondTheEnd() {
    Script script = Script.conversation(Payload.of("ab"), Payload.of(""), Payload.of("c"));

    assertThat(Oracle.UPPER.owed(script, 0, 0, 10)).containsExactly('A', 'B', 'C');
    assertThat(Oracle.UPPER.owed(script, 0, 2, 1)).containsExactly('C');
    assertThat(Oracle.UPPER.owed(script, 0, 3, 5)).isEmpty();
    assertThat(Oracle.UPPER.owed(script, 1, 0, 5)).isEmpty();
  }
}
