package dev.echospec.capture;

import dev.echospec.file.SearchPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that captures packets to its standard output.
 *
 * @param kind which one
 * @param path of its file
 */
record CaptureProgram(Kind kind, Path path) {
  /** The programs, the preferred one first. */
  enum Kind {
    /** Of Wireshark; writes pcapng. */
    DUMPCAP("File: ") {
      @Override
      List<String> options(String device, String filter) {
        return List.of("-q", "-i", device, "-f", filter, "-w", "-");
      }
    },

    /** Writes pcap, which Wireshark reads as well. */
    TCPDUMP("listening on ") {
      @Override
      List<String> options(String device, String filter) {
        return List.of("-U", "-n", "-i", device, "-w", "-", filter);
      }
    };

    /** What it prints to its standard error when packets are captured from then on. */
    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }

    abstract List<String> options(String device, String filter);

    String program() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns those programs that are there and may be run, the preferred one first. */
  static List<CaptureProgram> find(SearchPath path) {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                path.find(kind.program()).stream()
                    .map(file -> new CaptureProgram(kind, file.toAbsolutePath())))
        .toList();
  }

  String name() {
    return kind.program();
  }

  /** Returns the words that start it. No shell reads them, and none of them is the user's. */
  List<String> command(String device, String filter) {
    return Stream.concat(Stream.of(path.toString()), kind.options(device, filter).stream())
        .toList();
  }

  /** Returns whether it has printed that it captures. */
  boolean isCapturing(String stderr) {
    return stderr.contains(kind.sign);
  }

  /**
   * Says why it does not capture, and how to fix that.
   *
   * @param device what it was to capture on
   * @param stderr all that it printed
   * @return a sentence without a full stop
   */
  String complaint(String device, String stderr) {
    if (stderr.contains("ermission") || stderr.contains("not permitted")) {
      return name()
          + " may not capture packets here: run the kit as root, or give "
          + path
          + " the capabilities cap_net_raw and cap_net_admin (setcap)";
    }
    Optional<String> line =
        stderr.lines().map(String::strip).filter(text -> text.startsWith(name() + ":")).findFirst();
    return "%s cannot capture on the interface %s: %s"
        .formatted(
            name(),
            device,
            line.map(text -> text.substring(name().length() + 1).strip())
                .orElse("it ended and did not say why"));
  }
}
