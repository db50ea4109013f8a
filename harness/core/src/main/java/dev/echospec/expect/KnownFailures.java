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
 * The known failures of a server, as of a day. Pure: it depends on its arguments alone.
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

  /** Returns an empty list. */
  public static KnownFailures none() {
    return new KnownFailures("", List.of(), LocalDate.EPOCH);
  }

  /** Returns a result, with its known failure if an entry matches it. */
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

  /**
   * Returns the printed text that entries are matched with: an entry is made by copying from it.
   */
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
   * Finds the stale entries. An entry is not stale while one of its cases has neither passed nor
   * failed, because it was not selected, was skipped or is undecided.
   *
   * @param catalogue all cases
   * @param profile what the server claims to be; entries are only about cases of the profile
   * @param results of the run so far, at most one a case
   * @return the stale expectations, in the order of the file
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
