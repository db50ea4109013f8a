package dev.echospec.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code docs/combined-clients.md}: what the runs of clients with several faults came to. */
final class CombinedClientsPage {
  /** Surefire names the module's folder; an IDE runs in the project's. */
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "harness/gate"))
          .resolve("../../docs/combined-clients.md");

  private static final String HEAD = "| faults | reports | shown |\n|---|--:|---|\n";
  private static final String ALL = "all";
  private static final String NOT = "not ";
  private static final String COMMA = ", ";

  private static final String TEXT =
      """
      <!-- Generated: not to be edited. To measure anew:
           %s -->

      # Clients with several faults

      One fault of a client must not hide another. The gate runs clients that have two or three faults of the zoo at
      once. A fault counts as shown if the server's script of one report fails on the client that has this fault alone,
      and passes on those that have the others alone.

      Every build runs the first %d of these %d clients, and fails if a fault is not shown. All are run when this page
      is measured. Of the %d planted faults %d are shown; %d of the runs have at most one report more than there are
      faults.

      """;

  private CombinedClientsPage() {}

  /** Returns the runs that were published last; their durations are not. */
  static List<Combined> rows() throws IOException {
    String page = text();
    int at = page.indexOf(HEAD);
    return at < 0
        ? List.of()
        : page.substring(at + HEAD.length()).lines().map(CombinedClientsPage::parse).toList();
  }

  private static Combined parse(String line) {
    String[] cells = line.split("\\|", -1);
    String faults = cells[1].strip();
    String missed = cells[3].strip();
    return new Combined(
        faults,
        faults.split(" \\+ ").length,
        missed.equals(ALL) ? List.of() : List.of(missed.substring(NOT.length()).split(COMMA)),
        Integer.parseInt(cells[2].strip()),
        0);
  }

  private static String line(Combined run) {
    return "| "
        + run.faults()
        + " | "
        + run.reports()
        + " | "
        + (run.missed().isEmpty() ? ALL : NOT + String.join(COMMA, run.missed()))
        + " |\n";
  }

  /** Returns the page in the repository. */
  static String text() throws IOException {
    return Files.exists(PAGE) ? Files.readString(PAGE, UTF_8) : "";
  }

  /** Returns the page that has these rows. */
  static String of(List<Combined> rows, int ordinary, String command) {
    String text =
        TEXT.formatted(
            command,
            ordinary,
            rows.size(),
            rows.stream().mapToInt(Combined::planted).sum(),
            rows.stream().mapToInt(Combined::shown).sum(),
            rows.stream().filter(Combined::isBrief).count());
    return Stream.concat(Stream.of(text + HEAD), rows.stream().map(CombinedClientsPage::line))
        .reduce("", String::concat);
  }

  static void write(String page) throws IOException {
    Files.writeString(PAGE, page, UTF_8);
  }
}
