package dev.echospec.expect;

import dev.echospec.judge.Violation;
import dev.echospec.result.CaseResult;
import dev.echospec.result.KnownFailure;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.ScriptText;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Profile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The failures of a server that are known, and the day on which that is looked at. Pure: what it
 * says of results depends on nothing else.
 *
 * @param file as the user named it
 * @param entries in the order of the file
 * @param today the day of the run
 */
public record KnownFailures(String file, List<KnownFailure> entries, LocalDate today) {
  /** Copies the list. */
  public KnownFailures {
    entries = List.copyOf(entries);
  }

  /** Returns that nothing is known. */
  public static KnownFailures none() {
    return new KnownFailures("", List.of(), LocalDate.EPOCH);
  }

  /**
   * Returns the same, with what is known of it if it is a failure that an entry is about.
   *
   * @param result of a case
   */
  public CaseResult recognise(CaseResult result) {
    if (result.verdict() != Verdict.FAIL && result.verdict() != Verdict.WARN) {
      return result;
    }
    String said = said(result).toLowerCase(Locale.ROOT);
    Optional<KnownFailureMatch> best =
        entries.stream()
            .filter(entry -> entry.isAbout(result.info()))
            .map(e -> new KnownFailureMatch(file, e, e.missingIn(said), e.isExpired(today)))
            .min(
                Comparator.comparing((KnownFailureMatch known) -> known.missing().size())
                    .thenComparing(KnownFailureMatch::expired));
    return best.map(result::recognised).orElse(result);
  }

  /** What a failure says below its conversation, as it is printed: an entry is made by copying. */
  private static String said(CaseResult result) {
    List<String> lines = new ArrayList<>();
    result.reason().ifPresent(lines::add);
    result
        .failure()
        .ifPresent(
            failure -> {
              failure.sight().violations().stream().map(Violation::message).forEach(lines::add);
              failure
                  .death()
                  .ifPresent(
                      death -> {
                        lines.add("The server " + death.how() + ".");
                        death
                            .lastWords()
                            .lines()
                            .map(line -> "stderr: " + line)
                            .forEach(lines::add);
                      });
            });
    return lines.stream().map(ScriptText::harmless).collect(Collectors.joining("\n"));
  }

  /**
   * Finds the entries that do not hold any more. Nothing is said of an entry as long as one of the
   * cases that it is about has not been seen to pass or to fail: it may not have been selected, or
   * was skipped, or was not decided.
   *
   * @param catalogue all cases that there are
   * @param profile what the server claims to be; entries are only about cases of the profile
   * @param results of the run so far, at most one a case
   * @return the surprises, in the order of the file
   */
  public List<StaleExpectation> surprises(
      List<CaseInfo> catalogue, Profile profile, List<CaseResult> results) {
    Map<String, CaseResult> byId =
        results.stream().collect(Collectors.toMap(r -> r.info().id(), Function.identity()));
    List<StaleExpectation> surprises = new ArrayList<>();
    for (KnownFailure entry : entries) {
      List<CaseInfo> cases = catalogue.stream().filter(entry::isAbout).toList();
      List<Optional<CaseResult>> seen =
          cases.stream()
              .filter(info -> info.isFor(profile))
              .map(info -> Optional.ofNullable(byId.get(info.id())))
              .toList();
      surprise(entry, cases, seen).ifPresent(surprises::add);
    }
    return surprises;
  }

  private Optional<StaleExpectation> surprise(
      KnownFailure entry, List<CaseInfo> cases, List<Optional<CaseResult>> seen) {
    if (cases.isEmpty()) {
      return Optional.of(
          new StaleExpectation(
              StaleExpectation.Kind.NO_SUCH_CASE,
              file,
              entry,
              "there is no such case: correct the id (./echospec list shows them all), or remove"
                  + " the entry"));
    }
    if (!seen.isEmpty()
        && seen.stream().allMatch(one -> one.filter(CaseResult::didNotFail).isPresent())) {
      String what = seen.size() == 1 ? "it passes" : "all " + seen.size() + " cases pass";
      return Optional.of(
          new StaleExpectation(
              StaleExpectation.Kind.PASSES, file, entry, what + " now: remove the entry"));
    }
    if (entry.isExpired(today) && seen.stream().anyMatch(Optional::isPresent)) {
      return Optional.of(
          new StaleExpectation(
              StaleExpectation.Kind.EXPIRED,
              file,
              entry,
              "this was to be fixed by "
                  + entry.until().orElseThrow()
                  + ": fix the server, or set a later date"));
    }
    return Optional.empty();
  }
}
