package dev.echospec.report;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import dev.echospec.script.ServiceCommands;
import dev.echospec.suite.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * A run in the Test Anything Protocol, version 14. There is a test point for each case that ended,
 * in the order in which they ran, and one for each surprise; what does not count against the server
 * is SKIP or TODO, so that a TAP consumer arrives at the verdict of the run.
 */
public final class Tap {
  private static final String INDENT = "  ";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
          .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
          .build();

  private final RunResult result;
  private final FailureText failures;
  private final StringBuilder text = new StringBuilder();
  private int number;

  private Tap(RunResult result, FailureText failures) {
    this.result = result;
    this.failures = failures;
  }

  /**
   * Returns the text of the document.
   *
   * @param result of a run
   * @param failures how a failure is printed
   */
  public static String write(RunResult result, FailureText failures) {
    Tap tap = new Tap(result, failures);
    tap.document();
    return tap.text.toString();
  }

  private void document() {
    line("TAP version 14");
    line("# echospec " + plain(result.version()) + ", seed " + result.seed());
    line("1.." + (result.cases().size() + result.surprises().size()));
    result.cases().forEach(this::testPoint);
    result.surprises().forEach(this::surprise);
    result.notes().forEach(note -> line("# Note: " + plain(note)));
    result.notTried().forEach(words -> line("# Not tried: " + plain(words)));
    line("# " + Outcome.counts(result));
    line("# " + Outcome.of(result).line());
    if (result.error().isPresent()) {
      line("Bail out! " + plain(result.error().get()));
    } else if (result.conformance() == Conformance.ERROR && result.count(Verdict.ERROR) == 0) {
      line("Bail out! no case could be judged");
    } else if (result.conformance() == Conformance.UNDECIDED) {
      line("Bail out! time was up before all was tried: " + String.join(", ", result.undecided()));
    }
  }

  private void testPoint(CaseResult one) {
    String reason = one.reason().orElse("");
    String id = one.info().id();
    switch (one.verdict()) {
      case PASS, INFO -> point(true, id, "");
      case FAIL ->
          point(false, id, one.isExpected() ? "TODO " + one.known().orElseThrow().inWords() : "");
      case WARN ->
          point(
              false,
              id,
              "TODO "
                  + (one.isExpected()
                      ? one.known().orElseThrow().inWords()
                      : "only warned of: the rule is a " + Level.SHOULD));
      case SKIP -> point(true, id, "SKIP " + reason);
      case INCONCLUSIVE ->
          point(true, id, "SKIP inconclusive" + (reason.isEmpty() ? "" : ": " + reason));
      case ERROR -> point(false, id, "");
    }
    if (one.verdict() != Verdict.PASS && one.verdict() != Verdict.SKIP) {
      diagnostics(diagnostics(one));
    }
  }

  private void surprise(StaleExpectation surprise) {
    point(false, "known-failures: " + surprise.entry().glob(), "");
    diagnostics(Map.of("message", plain(surprise.inWords())));
  }

  private Map<String, Object> diagnostics(CaseResult one) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("severity", FailureFile.slug(one.verdict()));
    said.put("level", one.info().level().name());
    said.put("rule", plain(one.info().rule().rule()));
    one.reason().ifPresent(reason -> said.put("reason", plain(reason)));
    if (one.failure().isEmpty()) {
      return said;
    }
    Failure failure = one.failure().get();
    said.put("message", FailureText.message(failure));
    Optional<Fault> fault = result.faultOf(one);
    fault.ifPresent(found -> said.put("fault", found.number()));
    if (fault.isPresent() && !fault.get().isShownBy(one)) {
      said.put("see", fault.get().shownBy().info().id());
      return said;
    }
    List<String> script = FailureText.steps(failure);
    said.put("script", script);
    said.put("seen", seen(failure, script.size()));
    failure.diagnosis().ifPresent(diagnosis -> said.put("diagnosis", plain(diagnosis.line())));
    fault.ifPresent(found -> said.put("cases", found.caseIds()));
    failures.again(one).ifPresent(again -> said.put("replay", again));
    return said;
  }

  /**
   * What is printed of a failure behind the steps. It is one text, since Perl's reader of YAML
   * takes a line such as "stderr: x" in a list for a key, and ends a text at a blank line.
   */
  private String seen(Failure failure, int steps) {
    return failures.lines(failure).stream()
        .skip(steps)
        .map(line -> line.substring(FailureText.INDENT.length()).stripTrailing() + "\n")
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining());
  }

  private void point(boolean ok, String description, String directive) {
    number++;
    line(
        (ok ? "ok " : "not ok ")
            + number
            + " - "
            + escaped(description)
            + (directive.isEmpty() ? "" : " # " + plain(directive).strip()));
  }

  /** In a description, a number sign would begin a directive. */
  private static String escaped(String description) {
    return plain(description).replace("\\", "\\\\").replace("#", "\\#");
  }

  private void diagnostics(Map<String, Object> said) {
    YAML.writeValueAsString(said).lines().forEach(line -> line(INDENT + line));
    line(INDENT + "...");
  }

  private static String plain(String words) {
    return ScriptText.harmless(words);
  }

  private void line(String line) {
    text.append(ServiceCommands.shown(line)).append('\n');
  }
}
