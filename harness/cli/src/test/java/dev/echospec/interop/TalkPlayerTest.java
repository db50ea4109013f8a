package dev.echospec.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.InProcessClient;
import dev.echospec.judge.Oracle;
import dev.echospec.tap.TapEvent;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import dev.echospec.zoo.client.ClientZoo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients and servers of the zoo that really talk. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TalkPlayerTest {
  private static Talk talk(String server, String client, Duration patience) throws Exception {
    try (ZooServer running = Zoo.start(Zoo.named(server).type());
        InProcessClient tested = new InProcessClient(client, ClientZoo.named(client).client())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port());
      return new TalkPlayer(tested, OutputMode.CONTAINS, patience, () -> false)
          .play(() -> address, Oracle.UPPER)
          .orElseThrow();
    }
  }

  private static Talk talk(String server, String client) throws Exception {
    return talk(server, client, Duration.ofSeconds(20));
  }

  @Test
  void whoConformsGetsAlongAndIsRecorded() throws Exception {
    Talk talk = talk("WritesSingleBytes", "WritesByteByByte");

    assertThat(talk.wrong()).isEmpty();
    assertThat(talk.wire()).isEqualTo(new Wire(true, true));
    assertThat(talk.seen().status()).contains(0);
    assertThat(talk.events())
        .extracting(TapEvent::kind)
        .contains(TapEvent.Kind.CONNECTED, TapEvent.Kind.DATA, TapEvent.Kind.END);
  }

  @Test
  void aServerThatAnswersWronglyIsSeenOnTheWire() throws Exception {
    Talk talk = talk("LowerCases", "WritesByteByByte", Duration.ofSeconds(1));

    assertThat(talk.wrong()).isPresent();
    assertThat(talk.wire()).isEqualTo(new Wire(false, true));
  }
}
