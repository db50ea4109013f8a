package dev.echospec.report;

import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.Interop;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.compare.Part;
import dev.echospec.compare.ShownFigure;
import dev.echospec.interop.Wire;
import dev.echospec.result.CaseEntry;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.CaseEntry.KnownEntry;
import dev.echospec.result.DiagnosisEntry;
import dev.echospec.result.Failure;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.result.ViolationEntry;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.tap.SeenEvent;
import dev.echospec.tap.Side;
import dev.echospec.tap.TapEvent;
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
        entry(id, verdict, 200, 1500, Optional.empty(), Optional.empty(), null),
        verdict == Verdict.INFO ? List.of(new ShownFigure("taken", "9.0 MiB", false)) : List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static CaseEntry entry(
      String id,
      Verdict verdict,
      int tries,
      long millis,
      Optional<String> reason,
      Optional<String> message,
      FailureEntry failure) {
    return new CaseEntry(
        id,
        Level.MUST,
        "",
        verdict,
        tries,
        millis,
        reason,
        List.of(),
        message.map(words -> new ViolationEntry("lost", 0, 15, words)),
        Optional.empty(),
        0,
        List.of(),
        failure);
  }

  static FailureEntry failure(
      List<String> conversation,
      KnownEntry known,
      String death,
      String log,
      String cause,
      String fix) {
    return new FailureEntry(
        37,
        412,
        3,
        3,
        conversation,
        Optional.ofNullable(known),
        Optional.of(new Failure.Death(death, log)),
        Optional.of(new DiagnosisEntry("decodes", "likely", cause, fix)));
  }

  static KnownEntry known(boolean expected, String reason, String... missing) {
    return new KnownEntry(
        expected, "fleet.yaml", 1, reason, false, Optional.empty(), List.of(missing));
  }

  static CellResult broken(String id, String hostile, boolean known) {
    return new CellResult(
        entry(
            id,
            Verdict.FAIL,
            37,
            1500,
            Optional.empty(),
            Optional.of("the server reset the connection " + hostile),
            failure(
                List.of("connect", "send    61", "got     41" + hostile),
                known ? known(true, "it is so " + hostile) : null,
                "exited with status 1",
                "Error " + hostile,
                "it decodes " + hostile,
                "")),
        List.of(),
        Optional.of("members/b/transform-length.json"),
        Optional.of("./echospec replay x.json -- python3 server.py"));
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
            : Optional.of(new Changes("2026-01-01T00:00:00Z", List.of(changes))),
        Interop.NONE,
        part(members),
        List.of());
  }

  /** Three clients that talked with two servers, of which the second has said a text. */
  static Comparison withClients(String said) {
    List<MemberResult> members = four(said).subList(0, 2);
    List<MemberResult> clients =
        List.of(
            member("c", ConformanceLevel.CONFORMS, cell("client/output", Verdict.PASS)),
            member(
                "tutorial",
                ConformanceLevel.DOES_NOT_CONFORM,
                broken("client/output", said, false)),
            member("away", ConformanceLevel.NOT_RUN));
    Comparison servers = of(members);
    return new Comparison(
        servers.version(),
        servers.fleet(),
        servers.seed(),
        servers.started(),
        servers.took(),
        servers.complete(),
        servers.cases(),
        servers.members(),
        servers.behaviours(),
        servers.clusters(),
        Optional.empty(),
        new Interop(
            List.of(new ComparedCase("client/output", Level.MUST, "It prints the echo.")),
            clients,
            List.of(
                pair("c", "go", PairVerdict.WORKS, said),
                pair("c", "python-tutorial", PairVerdict.UNEXPLAINED, said),
                pair("tutorial", "go", PairVerdict.CLIENT, said),
                pair("tutorial", "python-tutorial", PairVerdict.BOTH, said),
                pair("away", "go", PairVerdict.NOT_RUN, said))),
        new Part(
            1,
            1,
            List.of("go", "python-tutorial", "c", "tutorial", "away"),
            List.of("go", "python-tutorial"),
            List.of("c", "tutorial", "away"),
            true,
            "00"),
        List.of(said));
  }

  private static PairResult pair(String client, String server, PairVerdict verdict, String said) {
    boolean ran = verdict != PairVerdict.NOT_RUN;
    boolean broken = ran && verdict != PairVerdict.WORKS;
    return new PairResult(
        client,
        server,
        verdict,
        broken || !ran
            ? Optional.of("the client printed only the first byte of the echo; " + said)
            : Optional.empty(),
        ran ? Optional.of("a line") : Optional.empty(),
        new Wire(!broken, true),
        ran ? Optional.of(broken ? 1 : 0) : Optional.empty(),
        ran ? "Received: H\n" + said : "",
        broken ? "Traceback: " + said : "",
        broken ? "The server exited. " + said : "",
        12,
        ran
            ? List.of(
                event(0.5, Side.CLIENT, TapEvent.Kind.CONNECTED, 0, ""),
                event(0.9, Side.CLIENT, TapEvent.Kind.DATA, 12, "48656c6c6f20576f726c6421"),
                event(1.4, Side.SERVER, TapEvent.Kind.DATA, 12, "48454c4c4f20574f524c4421"),
                event(1.9, Side.CLIENT, TapEvent.Kind.END, 0, ""),
                event(2.5, Side.SERVER, TapEvent.Kind.RESET, 0, ""))
            : List.of(),
        broken ? Optional.of("pairs/" + client + "/" + server) : Optional.empty());
  }

  private static SeenEvent event(
      double millis, Side side, TapEvent.Kind did, int bytes, String hex) {
    return new SeenEvent(millis, 0, side, did, bytes, hex);
  }

  /** All of a fleet. */
  static Part part(List<MemberResult> members) {
    List<String> names = members.stream().map(MemberResult::name).toList();
    return new Part(1, 1, names, names, List.of(), true, "00");
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
                    entry(
                        broken.caseId(),
                        broken.verdict(),
                        37,
                        1500,
                        Optional.of(text),
                        Optional.of(text),
                        failure(
                            List.of(text, text), known(false, text, text), text, text, text, text)),
                    List.of(),
                    Optional.of(text),
                    Optional.of(text)),
                new CellResult(
                    entry(
                        "flow/write-before-read",
                        Verdict.INFO,
                        1,
                        1500,
                        Optional.empty(),
                        Optional.empty(),
                        null),
                    List.of(new ShownFigure(text, text, false)),
                    Optional.empty(),
                    Optional.empty())),
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
