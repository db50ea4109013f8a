package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings to try when Testcontainers does not start. */
class EngineTest {
  private static String hint(Map<String, String> configured, boolean inside) {
    return Engine.hint(name -> configured.getOrDefault(name, ""), inside);
  }

  @Test
  void theReaperIsNamedUnlessItIsOffAlready() {
    assertThat(hint(Map.of(), false))
        .contains("TESTCONTAINERS_RYUK_DISABLED=true")
        .doesNotContain("TESTCONTAINERS_HOST_OVERRIDE");
    assertThat(hint(Map.of("ryuk.disabled", "true"), false)).isEmpty();
  }

  @Test
  void insideAContainerTheOtherVariableIsNamedUnlessItIsSetAlready() {
    assertThat(hint(Map.of("ryuk.disabled", "true"), true))
        .contains("TESTCONTAINERS_HOST_OVERRIDE")
        .doesNotContain("TESTCONTAINERS_RYUK_DISABLED");
    assertThat(hint(Map.of("host.override", "127.0.0.1"), true))
        .contains("TESTCONTAINERS_RYUK_DISABLED=true")
        .doesNotContain("TESTCONTAINERS_HOST_OVERRIDE");
  }

  /** One of Docker 20.10 that has just made its bridge: the gateway is told after a restart. */
  @Test
  void aBridgeWithoutAGatewayIsHereIfItsInterfaceIs() throws SocketException {
    String loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()).getName();

    assertThat(Engine.isHere(null, loopback, "127.0.0.0/8")).isTrue();
    assertThat(Engine.isHere("", loopback, "127.0.0.0/8")).isTrue();
    assertThat(Engine.isHere(null, loopback, "198.51.100.0/24")).isFalse();
    assertThat(Engine.isHere(null, "no-such-bridge", "127.0.0.0/8")).isFalse();
    assertThat(Engine.isHere(null, null, "127.0.0.0/8")).isFalse();
    assertThat(Engine.isHere("127.0.0.1", null, null)).isTrue();
    assertThat(Engine.isHere("198.51.100.1", loopback, "127.0.0.0/8")).isFalse();
  }

  @Test
  void theMountsOfAContainerTellItsIdAndThoseOfItsMachineDoNot() {
    String id = "61ffd8653244798a5c76ea48d2438ade428fb4a1554bcc1aefe009cf4bf2f1de";
    String folder = "/var/lib/docker/containers/" + id;

    assertThat(
            Engine.ownId(
                "91 74 254:0 "
                    + folder
                    + "/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/vda rw\n"
                    + "92 74 254:0 "
                    + folder
                    + "/hostname /etc/hostname rw,relatime - ext4 /dev/vda rw\n"))
        .contains(id);
    assertThat(
            Engine.ownId(
                "210 27 0:52 / " + folder + "/mounts/shm rw,nosuid - tmpfs shm rw,size=65536k\n"))
        .isEmpty();
  }
}
