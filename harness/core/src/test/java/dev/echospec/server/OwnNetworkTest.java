package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literal addresses: no name is looked up, and nothing is sent. */
class OwnNetworkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "::1",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "10.255.255.254",
        "172.16.0.1",
        "172.31.255.1",
        "192.168.1.7",
        "169.254.3.4",
        "fe80::1",
        "fc00::1",
        "fdff::7",
        "::ffff:10.1.2.3"
      })
  void privateAddresses(String address) throws Exception {
    assertThat(OwnNetwork.includes(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1", "198.51.100.7", "203.0.113.9", "172.15.0.1", "172.32.0.1", "192.169.0.1",
        "11.0.0.1", "100.64.0.1", "2001:db8::1", "fe00::1", "ff02::1", "64:ff9b::7f00:1",
        "::ffff:192.0.2.1", "224.0.0.1"
      })
  void addressesOfOthers(String address) throws Exception {
    assertThat(OwnNetwork.includes(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void everyAddressOfThisMachine() throws Exception {
    List<InetAddress> mine =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();

    assertThat(mine).isNotEmpty().allMatch(OwnNetwork::includes);
  }
}
