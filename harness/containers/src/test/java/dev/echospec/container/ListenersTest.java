package dev.echospec.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Parses the listening sockets of /proc/net/tcp. */
class ListenersTest {
  private static final String TITLE =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

  private static Listeners of(String... sockets) {
    StringBuilder text = new StringBuilder(TITLE);
    for (int i = 0; i < sockets.length; i++) {
      text.append("   ")
          .append(i)
          .append(": ")
          .append(sockets[i])
          .append(" 00000000:00000000 00\n");
    }
    return Listeners.parse(text.toString());
  }

  @Test
  void anAddressThatAllReachIsOpen() {
    Listeners seen = of("00000000:2710 00000000:0000 0A");

    assertThat(seen.isOpen(10_000)).isTrue();
    assertThat(seen.isHidden(10_000)).isFalse();
  }

  @Test
  void itsOwnAddressIsHidden() {
    for (String loopback :
        new String[] {
          "0100007F:2710 00000000:0000",
          "0200007F:2710 00000000:0000",
          "00000000000000000000000001000000:2710 00000000000000000000000000000000:0000",
          "0000000000000000FFFF00000100007F:2710 00000000000000000000000000000000:0000"
        }) {
      Listeners seen = of(loopback + " 0A");

      assertThat(seen.isHidden(10_000)).as(loopback).isTrue();
      assertThat(seen.isOpen(10_000)).as(loopback).isFalse();
      assertThat(seen.firstOpen()).as(loopback).isEmpty();
      assertThat(seen.elsewhere()).contains("on port 10000");
    }
  }

  @Test
  void bothIsOpen() {
    Listeners seen =
        of(
            "0100007F:2710 00000000:0000 0A",
            "00000000000000000000000000000000:2710 00000000000000000000000000000000:0000 0A");

    assertThat(seen.isOpen(10_000)).isTrue();
    assertThat(seen.isHidden(10_000)).isFalse();
  }

  @Test
  void otherPortsAreNamedInOrder() {
    Listeners seen = of("00000000:1F90 00000000:0000 0A", "00000000:0007 00000000:0000 0A");

    assertThat(seen.isOpen(10_000)).isFalse();
    assertThat(seen.isHidden(10_000)).isFalse();
    assertThat(seen.elsewhere()).contains("on the ports 7, 8080");
    assertThat(seen.firstOpen()).contains(7);
  }

  @Test
  void connectionsAndDockersNameServiceDoNotListen() {
    Listeners seen = of("020011AC:2710 010011AC:C350 01", "0B00007F:A5C3 00000000:0000 0A");

    assertThat(seen.all()).isEmpty();
    assertThat(seen.elsewhere()).isEmpty();
  }
}
