package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.Figure;
import dev.echospec.compare.MemberResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comparisons made by hand. */
final class Comparisons {
  private Comparisons() {}

  static final List<ComparedCase> CASES =
      List.of(
          new ComparedCase("transform/length", Level.MUST, "As many bytes out as in."),
          new ComparedCase("close/empty", Level.SHOULD, "Nothing for nothing."),
          new ComparedCase("flow/write-before-read", Level.INFO, "How much it takes."));

  static CellResult cell(String id, Verdict verdict) {
    return new CellResult(
        id,
        verdict,
        200,
        Duration.ofMillis(1500),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        verdict == Verdict.INFO ? List.of(new Figure("taken", "9.0 MiB", false)) : List.of());
  }

  static CellResult broken(String id, String hostile, boolean known) {
    return new CellResult(
        id,
        Verdict.FAIL,
        37,
        Duration.ofMillis(1500),
        Optional.empty(),
        Optional.of(
            new CellResult.Broken(
                "the server reset the connection " + hostile,
                15,
                37,
                3,
                3,
                List.of("connect", "send    61", "got     41" + hostile),
                Optional.of("Likely cause: it decodes " + hostile),
                Optional.of("exited with status 1"),
                "Error " + hostile,
                Optional.of("members/b/transform-length.json"),
                Optional.of("./echospec replay x.json -- python3 server.py"))),
        known
            ? Optional.of(new CellResult.Known(true, "it is so " + hostile, List.of(), false))
            : Optional.empty(),
        List.of());
  }

  static MemberResult member(String name, ConformanceLevel standing, CellResult... cells) {
    return new MemberResult(
        name,
        "-- ./" + name,
        Profile.CONCURRENT,
        standing,
        standing == ConformanceLevel.NOT_RUN
            ? Optional.of("Nobody listens there.")
            : Optional.empty(),
        "",
        List.of(),
        cells.length == 0
            ? Optional.empty()
            : Optional.of(
                new RunResult.Facts(
                    "a byte",
                    false,
                    Duration.ofMillis(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60))),
        cells.length == 0 ? Duration.ZERO : Duration.ofSeconds(61),
        List.of(cells),
        "members/" + name);
  }

  static MemberResult fine(String name) {
    return member(
        name,
        ConformanceLevel.CONFORMS,
        cell("transform/length", Verdict.PASS),
        cell("close/empty", Verdict.PASS),
        cell("flow/write-before-read", Verdict.INFO));
  }

  /** One that conforms, one that fails, one that fails as expected, and one that was not run. */
  static List<MemberResult> four(String hostile) {
    return List.of(
        fine("go"),
        member(
            "python-tutorial",
            ConformanceLevel.DOES_NOT_CONFORM,
            broken("transform/length", hostile, false),
            cell("close/empty", Verdict.WARN),
            cell("flow/write-before-read", Verdict.SKIP)),
        member(
            "node",
            ConformanceLevel.FAILS_AS_EXPECTED,
            broken("transform/length", hostile, true),
            cell("close/empty", Verdict.INCONCLUSIVE)),
        member("away", ConformanceLevel.NOT_RUN));
  }

  static Comparison of(List<MemberResult> members, Changes.Change... changes) {
    Behaviours behaviours = Behaviours.of(members);
    return new Comparison(
        "1.2.3",
        "fleet.yaml",
        42,
        Instant.parse("2026-01-02T03:04:05Z"),
        Duration.ofSeconds(75),
        true,
        CASES,
        members,
        behaviours,
        Cluster.of(members, behaviours),
        changes.length == 0
            ? Optional.empty()
            : Optional.of(new Changes("2026-01-01T00:00:00Z", List.of(changes))));
  }

  static Changes.Change change() {
    return new Changes.Change(
        Changes.Kind.BROKEN,
        Optional.of("go"),
        Optional.of("close/empty"),
        Optional.of("PASS"),
        Optional.of("FAIL"));
  }

  /** Members of which all that can come from outside is this text, but for their letters. */
  static List<MemberResult> saying(String text) {
    CellResult broken = broken("transform/length", text, false);
    return List.of(
        fine("www.evil.example"),
        new MemberResult(
            text,
            text,
            Profile.CONCURRENT,
            ConformanceLevel.DOES_NOT_CONFORM,
            Optional.of(text),
            text,
            List.of(text),
            Optional.empty(),
            Duration.ofSeconds(61),
            List.of(
                new CellResult(
                    broken.caseId(),
                    broken.verdict(),
                    37,
                    broken.took(),
                    Optional.of(text),
                    Optional.of(
                        new CellResult.Broken(
                            text,
                            15,
                            37,
                            3,
                            3,
                            List.of(text, text),
                            Optional.of(text),
                            Optional.of(text),
                            text,
                            Optional.of(text),
                            Optional.of(text))),
                    Optional.of(new CellResult.Known(false, text, List.of(text), false)),
                    List.of()),
                new CellResult(
                    "flow/write-before-read",
                    Verdict.INFO,
                    1,
                    broken.took(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(new Figure(text, text, false)))),
            text));
  }

  /** More than fit beside each other in 80 columns. */
  static List<MemberResult> many() {
    List<MemberResult> members = new ArrayList<>(four(""));
    for (int i = members.size() + 1; i <= 23; i++) {
      members.add(fine("member-number-" + i));
    }
    return members;
  }
}
