package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.file.SearchPath;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real packets of a replay, read back by tshark. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CaptureTest {
  /** What dumpcap prints to a user without rights. */
  private static final String NO_RIGHTS =
      """
      #!/bin/sh
      cat >&2 <<'END'
      dumpcap: cap_set_proc() fail return: Operation not permitted
      Capturing on 'Loopback: lo'
      dumpcap: You do not have permission to capture on device "lo".
      (socket: Operation not permitted)
      END
      exit 1
      """;

  /** Captures nothing, and ends at once except where it is tried. */
  private static final String ENDS_EARLY =
      """
      #!/bin/sh
      echo "File: -" >&2
      case "$5" in
        "udp port 9") exec sleep 60 ;;
      esac
      """;

  private static final String MAY_CAPTURE = "may not capture packets here: run the kit as root";

  @TempDir private Path folder;
  private Path script;
  private Path programs;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    script =
        Files.writeString(
            folder.resolve("by-hand.json"),
            """
            { "steps": [ { "do": "connect", "on": 0 },
                         { "do": "send", "on": 0, "hex": "48656c6c6f", "text": "Hello" },
                         { "do": "read", "on": 0 },
                         { "do": "half-close", "on": 0 },
                         { "do": "read-to-end", "on": 0 } ] }
            """);
    programs = Files.createDirectory(folder.resolve("programs"));
    out = folder.resolve("captures").resolve("-w.pcapng");
  }

  private Kit.Ended replay(String target) {
    return Kit.run(
        Map.of("PATH", programs.toString()),
        List.of("replay", script.toString(), "--capture", out.toString(), target));
  }

  private void write(String program, String text) throws IOException {
    Path file = Files.writeString(programs.resolve(program), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isThere(String program) {
    return new SearchPath(System.getenv()).find(program).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"dumpcap, LowerCases, FIN, 1", "tcpdump, ResetsAtTheEnd, RST, 0"})
  void thePacketsOfTheReplayAreInTheFile(String program, String fault, String end, int status)
      throws Exception {
    Optional<Path> there = new SearchPath(System.getenv()).find(program);
    if (!Kit.REQUIRE_ALL) {
      assumeThat(there).isPresent();
      assumeThat(isThere("tshark")).isTrue();
    }
    Files.createSymbolicLink(programs.resolve(program), there.orElseThrow());
    try (ZooServer zoo = Zoo.start(Zoo.named(fault).type())) {
      Kit.Ended ended = replay("127.0.0.1:" + zoo.port());

      if (!Kit.REQUIRE_ALL) {
        assumeThat(ended.err()).doesNotContain(MAY_CAPTURE);
      }
      // The law of a script by hand says nothing of resets.
      assertThat(ended.status()).as(ended::toString).isEqualTo(status);
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out()).contains("Captured by " + program + ": " + out);
      String server = Integer.toString(zoo.port());
      List<String> packets = packets();
      // One SYN each way: of the conversation, not of those by which the server is probed.
      assertThat(packets.get(0)).endsWith("|SYN|");
      assertThat(packets).filteredOn(packet -> packet.contains("|SYN")).hasSize(2);
      assertThat(packets)
          .anyMatch(packet -> !packet.startsWith(server) && packet.endsWith("|48656c6c6f"))
          .anyMatch(packet -> packet.matches(server + "\\|[A-Z]*\\|[0-9a-f]{10}"))
          .anyMatch(packet -> packet.matches(server + "\\|" + end + "\\|"));
    }
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(
            process -> process.info().command().filter(it -> it.endsWith(program)).isPresent());
  }

  /** Source port, the flag that matters and payload of each TCP packet of the file. */
  private List<String> packets() throws Exception {
    List<String> command =
        List.of(
            "tshark",
            "-r",
            out.toString(),
            "-Y",
            "tcp",
            "-T",
            "fields",
            "-E",
            "separator=|",
            "-e",
            "tcp.srcport",
            "-e",
            "tcp.flags",
            "-e",
            "tcp.payload");
    Path errors = folder.resolve("errors");
    Process tshark = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try {
      String text = new String(tshark.getInputStream().readAllBytes(), UTF_8);
      assertThat(tshark.waitFor()).as(Files.readString(errors)).isZero();
      assertThat(Files.readString(errors)).doesNotContain("cut short");
      return text.lines().map(CaptureTest::named).toList();
    } finally {
      tshark.destroyForcibly();
    }
  }

  private static String named(String packet) {
    String[] fields = packet.split("\\|", -1);
    int flags = Integer.decode(fields[1]);
    String name =
        (flags & 4) != 0 ? "RST" : (flags & 2) != 0 ? "SYN" : (flags & 1) != 0 ? "FIN" : "";
    return fields[0] + "|" + name + "|" + fields[2];
  }

  @Test
  void withoutAProgramNothingIsPlayed() throws IOException {
    // Whatever is sent there is refused, with another status.
    Kit.complains(
        replay("127.0.0.1:" + Kit.freePort()),
        4,
        "Neither dumpcap nor tcpdump is there",
        "install one of them, or leave out --capture");

    assertThat(out).doesNotExist();
  }

  @Test
  void withoutRightsNothingIsPlayed() throws IOException {
    write("dumpcap", NO_RIGHTS);
    write("tcpdump", "#!/bin/sh\necho 'tcpdump: lo: No such device exists' >&2; exit 1\n");

    Kit.complains(replay("127.0.0.1:" + Kit.freePort()), 4, "dumpcap " + MAY_CAPTURE, "setcap");
    assertThat(out).doesNotExist();

    Files.delete(programs.resolve("dumpcap"));
    Kit.complains(
        replay("127.0.0.1:" + Kit.freePort()), 4, "tcpdump cannot capture on", "No such device");
  }

  @Test
  void aCaptureThatBreaksOffIsNotPassedOffAsWhole() throws IOException {
    write("dumpcap", ENDS_EARLY);
    try (ZooServer server = Zoo.start(Zoo.named("LowerCases").type())) {
      Kit.complains(replay("127.0.0.1:" + server.port()), 4, out + " is not whole", "dumpcap");
    }
  }

  @Test
  void aFileThatIsThereStays() throws IOException {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "mine");

    Kit.complains(replay("127.0.0.1:" + Kit.freePort()), 2, "is not overwritten: choose another");
    assertThat(out).hasContent("mine");

    out = out.resolve("below");
    Kit.complains(replay("127.0.0.1:" + Kit.freePort()), 2, "cannot be written to " + out);
  }

  @Test
  void aServerThatIsNotThereLeavesNoFile() throws IOException {
    write("dumpcap", ENDS_EARLY);

    Kit.complains(replay("127.0.0.1:" + Kit.freePort()), 3, "Nobody listens on");

    assertThat(out).doesNotExist();
  }

  @Test
  void whatIsNotPlayedToAServerIsNotCaptured() {
    Kit.complains(
        Kit.run("replay", script.toString(), "--as", "python", "--capture", out.toString()),
        2,
        "--capture",
        "leave out --as");
    assertThat(out).doesNotExist();
  }
}
