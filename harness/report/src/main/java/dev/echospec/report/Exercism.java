package dev.echospec.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Excerpt;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.script.JsonText;
import dev.echospec.suite.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run in the format of Exercism's test runners, version 3: a test for each case
 * that was judged, in the order of the run, with its section as the task.
 */
public final class Exercism {
  private static final int VERSION = 3;

  /** The site shows no more of what a solution printed. */
  private static final int OUTPUT = 500;

  private static final String TRUNCATED = "Output was truncated. Please limit to 500 chars. ";

  /** The site takes 65,535 bytes; a character has up to four. */
  private static final int MESSAGE = 16_000;

  /** Objects down to the tests get a line for each property. */
  private static final int DEEPEST = 3;

  private Exercism() {}

  /** The words for the status of the run and of a test. */
  private enum Status {
    @JsonProperty("pass")
    PASS,
    @JsonProperty("fail")
    FAIL,
    @JsonProperty("error")
    ERROR
  }

  /** The document; the components are its properties. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Document(int version, Status status, @Nullable String message, List<Test> tests) {}

  /** A test; the components are its properties. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Test(
      String name,
      Status status,
      @Nullable String message,
      @Nullable String output,
      @JsonProperty("test_code") String code,
      @Nullable @JsonProperty("task_id") Integer task) {}

  /**
   * Returns the text of the document.
   *
   * @param result of a run
   * @param failures how a failure is printed
   */
  public static String write(RunResult result, FailureText failures) {
    List<Test> tests = new ArrayList<>();
    result.cases().forEach(one -> test(one, failures).ifPresent(tests::add));
    result.surprises().stream()
        .map(
            surprise ->
                new Test(
                    "The known failures are up to date: " + surprise.entry().glob(),
                    Status.FAIL,
                    surprise.inWords(),
                    null,
                    "--expect " + surprise.file(),
                    null))
        .forEach(tests::add);
    Optional<String> broken =
        result
            .error()
            .or(() -> tests.isEmpty() ? Optional.of(Outcome.of(result).line()) : Optional.empty());
    boolean passed = tests.stream().allMatch(test -> test.status == Status.PASS);
    Status status = broken.isPresent() ? Status.ERROR : passed ? Status.PASS : Status.FAIL;
    return JsonText.print(
        new Document(
            VERSION,
            status,
            broken.map(message -> Excerpt.of(message, MESSAGE)).orElse(null),
            tests),
        DEEPEST);
  }

  /** Returns nothing for a case that was not judged, and is not to be held against the server. */
  private static Optional<Test> test(CaseResult one, FailureText failures) {
    return switch (one.verdict()) {
      case PASS, INFO -> Optional.of(test(one, Status.PASS, Optional.empty()));
      case WARN -> Optional.of(test(one, Status.PASS, Optional.of(told(one, failures))));
      case FAIL ->
          Optional.of(
              test(
                  one,
                  one.isExpected() ? Status.PASS : Status.FAIL,
                  Optional.of(told(one, failures))));
      case ERROR -> Optional.of(test(one, Status.ERROR, one.reason()));
      case SKIP, INCONCLUSIVE ->
          one.isUndecided() ? Optional.of(test(one, Status.ERROR, one.reason())) : Optional.empty();
    };
  }

  private static Test test(CaseResult one, Status status, Optional<String> message) {
    return new Test(
        one.info().id() + ": " + one.info().rule().rule(),
        status,
        message
            .map(text -> text.length() > MESSAGE ? text.substring(0, MESSAGE) : text)
            .orElse(null),
        one.failure()
            .flatMap(Failure::death)
            .map(Failure.Death::lastWords)
            .filter(words -> !words.isBlank())
            .map(Exercism::bounded)
            .orElse(null),
        code(one),
        task(one));
  }

  private static String told(CaseResult one, FailureText failures) {
    return String.join("\n", failures.lines(one));
  }

  private static String bounded(String words) {
    return words.length() <= OUTPUT
        ? words
        : TRUNCATED + words.substring(words.length() - (OUTPUT - TRUNCATED.length()));
  }

  /** What was played where it failed, and the command that tries the case. */
  private static String code(CaseResult one) {
    return String.join(
        "\n",
        Stream.concat(
                Stream.of("echospec verify --case " + one.info().id()),
                one.failure().stream().flatMap(failure -> FailureText.steps(failure).stream()))
            .toList());
  }

  /** Returns the number of the section in the order of the catalogue, from 1. */
  private static @Nullable Integer task(CaseResult one) {
    List<String> sections =
        Catalogue.all().stream().map(info -> info.section()).distinct().toList();
    int index = sections.indexOf(one.info().section());
    return index < 0 ? null : index + 1;
  }
}
