package dev.echospec.soak;

import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What became of one run of the suite.
 *
 * @param number from 1
 * @param subject against what
 * @param seed of the run
 * @param took from the start of the process to its end
 * @param verdicts how many cases have which
 * @param findings what a run against a correct server should not have: the words of each
 * @param inconclusive ids of the cases that came to no verdict
 */
record SoakedRun(
    int number,
    Subject subject,
    long seed,
    Duration took,
    Map<String, Integer> verdicts,
    List<String> findings,
    List<String> inconclusive) {
  private static final Set<String> FALSE = Set.of("FAIL", "WARN", "ERROR");
  private static final Pattern HEADLINE =
      Pattern.compile("(PASS|FAIL|WARN|INFO|SKIP|INCONCLUSIVE|ERROR)  .*|[0-9]+ cases?: .*");

  /**
   * Reads what a run has left.
   *
   * @param folder of its report
   * @param printed what it printed
   * @param status that it ended with
   */
  static SoakedRun read(
      int number,
      Subject subject,
      long seed,
      Duration took,
      Path folder,
      String printed,
      int status) {
    Map<String, Integer> verdicts = new TreeMap<>();
    List<String> findings = new ArrayList<>();
    List<String> inconclusive = new ArrayList<>();
    try {
      JsonNode results = JsonText.parse(Files.readString(folder.resolve("results.json")));
      for (JsonNode one : results.get("cases")) {
        String id = one.get("id").stringValue();
        String verdict = one.get("verdict").stringValue();
        verdicts.merge(verdict, 1, Integer::sum);
        if (FALSE.contains(verdict)) {
          findings.add(said(printed, verdict, id));
        } else if (verdict.equals("INCONCLUSIVE")) {
          inconclusive.add(id);
        }
      }
      if (!results.get("complete").booleanValue()
          || results.at("/millis").longValue() > results.at("/facts/boundMillis").longValue()) {
        findings.add("The run did not end within its bound, or not by itself:\n" + printed);
      }
      if (StreamSupport.stream(results.get("cases").spliterator(), false)
          .allMatch(one -> one.get("verdict").stringValue().equals("SKIP"))) {
        findings.add("No case was run:\n" + printed);
      }
    } catch (IOException | Malformed e) {
      findings.add("There are no results (" + e.getMessage() + "):\n" + printed);
    }
    if (status != 0 && findings.isEmpty()) {
      findings.add("The kit ended with status " + status + ":\n" + printed);
    }
    return new SoakedRun(number, subject, seed, took, verdicts, findings, inconclusive);
  }

  /** The lines that were printed of a case. */
  static String said(String printed, String verdict, String id) {
    StringBuilder words = new StringBuilder();
    boolean inside = false;
    for (String line : printed.lines().toList()) {
      if (line.startsWith(verdict + "  " + id)) {
        inside = true;
      } else if (HEADLINE.matcher(line).matches()) {
        inside = false;
      }
      if (inside) {
        words.append(line).append('\n');
      }
    }
    return words.toString().strip();
  }

  /** Whether a correct server was blamed, or the run went wrong. */
  boolean isFalseFailure() {
    return !findings.isEmpty();
  }

  /** One line for the terminal. */
  String line(int of) {
    StringBuilder line =
        new StringBuilder(
            String.format(
                java.util.Locale.ROOT,
                "%4d/%d  %-5s %-24s seed %-11d %6.1f s ",
                number,
                of,
                isFalseFailure() ? "FALSE" : "ok",
                subject.name(),
                seed,
                took.toMillis() / 1000.0));
    verdicts.forEach(
        (verdict, count) -> line.append(' ').append(count).append(' ').append(verdict));
    if (!inconclusive.isEmpty()) {
      line.append("  inconclusive: ").append(String.join(", ", inconclusive));
    }
    return line.toString();
  }
}
