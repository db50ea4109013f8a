package dev.echospec.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.tap.TapEvent.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark reads the capture. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PcapngTest {
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05.678901234Z");

  @TempDir private Path folder;

  @BeforeEach
  void needsTshark() {
    Assumptions.assumeTrue(
        isThere() || "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL")), "tshark is not there");
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("tshark", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private Path capture(String client, String server) throws IOException {
    TapEvent.Ends ends =
        new TapEvent.Ends(
            new InetSocketAddress(client, 50_000), new InetSocketAddress(server, 10_000));
    Path file = folder.resolve("it.pcapng");
    try (OutputStream out = Files.newOutputStream(file)) {
      Pcapng capture = new Pcapng(out, "echospec test", BEGAN);
      capture.happened(event(0, Side.CLIENT, Kind.CONNECTED, "", ends));
      capture.happened(event(1_000, Side.CLIENT, Kind.DATA, "Hello World!", ends));
      capture.happened(event(2_000_001, Side.SERVER, Kind.DATA, "HELLO", ends));
      capture.happened(event(4_000_000_000L, Side.CLIENT, Kind.RESET, "", ends));
    }
    return file;
  }

  private static TapEvent event(long nanos, Side side, Kind kind, String text, TapEvent.Ends ends) {
    return new TapEvent(3, Duration.ofNanos(nanos), side, kind, text.getBytes(US_ASCII), ends);
  }

  /** What tshark prints of the fields of each packet, separated by bars. */
  private List<String> read(Path file, String... fields) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-r", file.toString(), "-T", "fields", "-E", "separator=|"));
    for (String field : fields) {
      command.addAll(List.of("-e", field));
    }
    Path errors = folder.resolve("errors");
    Process tshark = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try {
      String out = new String(tshark.getInputStream().readAllBytes(), UTF_8);
      assertThat(tshark.waitFor()).as(Files.readString(errors)).isZero();
      assertThat(Files.readString(errors)).doesNotContain("WARNING", "bug", "cut short");
      return out.lines().toList();
    } finally {
      tshark.destroyForcibly();
    }
  }

  @Test
  void packetsHaveTheirBytesAddressesDirectionsAndComments() throws Exception {
    assertThat(
            read(
                capture("127.0.0.1", "192.0.2.7"),
                "frame.time_epoch",
                "frame.protocols",
                "ip.src",
                "exported_pdu.src_port",
                "ip.dst",
                "exported_pdu.dst_port",
                "frame.p2p_dir",
                "data.data",
                "frame.comment"))
        .containsExactly(
            "1767323045.678901234|exported_pdu|127.0.0.1|50000|192.0.2.7|10000|0||#3: the client connects",
            "1767323045.678902234|exported_pdu:data|127.0.0.1|50000|192.0.2.7|10000|0|48656c6c6f20576f726c6421|"
                + "#3: the client sends 12 bytes in one piece",
            "1767323045.680901235|exported_pdu:data|192.0.2.7|10000|127.0.0.1|50000|1|48454c4c4f|"
                + "#3: the server sends 5 bytes in one piece",
            "1767323049.678901234|exported_pdu|127.0.0.1|50000|192.0.2.7|10000|0||#3: the client resets the connection");
  }

  @Test
  void addressesOfIpv6AndOfBothFamilies() throws Exception {
    assertThat(read(capture("::1", "2001:db8::1"), "ipv6.src", "ipv6.dst").get(2))
        .isEqualTo("2001:db8::1|::1");
    assertThat(read(capture("::1", "127.0.0.1"), "ipv6.src", "ipv6.dst").get(2))
        .isEqualTo("::ffff:127.0.0.1|::1");
  }

  @Test
  void aCaptureThatBreaksOffIsReadToItsLastPacket() throws Exception {
    Path begun = folder.resolve("begun.pcapng");
    try (OutputStream out = Files.newOutputStream(begun)) {
      Pcapng capture = new Pcapng(out, "echospec test", BEGAN);
      capture.happened(
          event(
              0,
              Side.CLIENT,
              Kind.CONNECTED,
              "",
              new TapEvent.Ends(new InetSocketAddress("::1", 1), new InetSocketAddress("::1", 2))));
      // What is written by now, as a recorder that was killed leaves it.
      Files.copy(begun, folder.resolve("copy.pcapng"));
    }

    assertThat(read(folder.resolve("copy.pcapng"), "frame.number")).containsExactly("1");
  }
}
