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
import dev.echospec.compare.ShownFigure;
import dev.echospec.judge.Oracle;
import dev.echospec.result.CaseEntry.FailureEntry;
import dev.echospec.result.ConversationPicture;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A comparison as large as they come: 18 members, all cases of the catalogue, one try in ten. */
final class LargeComparison {
  private static final List<String> NAMES =
      List.of(
          "reference",
          "python-tutorial",
          "python-asyncio",
          "node",
          "go",
          "rust",
          "c-epoll",
          "java-nio",
          "java-virtual-threads",
          "perl",
          "ruby",
          "socat-shell-one-liner",
          "ncat",
          "haproxy-in-front-of-go",
          "erlang",
          "lua",
          "busybox-inetd",
          "away");

  private static final Level[] LEVELS = Level.values();

  private final String said;
  private final boolean allBroken;
  private final ConversationPicture picture;

  private LargeComparison(String said, boolean allBroken) {
    this.said = said;
    this.allBroken = allBroken;
    this.picture = ConversationPicture.of(Oracle.UPPER, Samples.cutCharacter(said));
  }

  /**
   * Returns a comparison as large as a fleet may make it.
   *
   * @param said by the servers, in every text that can hold what they say
   */
  static Comparison saying(String said) {
    return new LargeComparison(said, false).comparison();
  }

  /** As above, and every case is broken with every member but the last. */
  static Comparison allBroken(String said) {
    return new LargeComparison(said, true).comparison();
  }

  private Comparison comparison() {
    List<MemberResult> members = IntStream.range(0, NAMES.size()).mapToObj(this::member).toList();
    Behaviours behaviours = Behaviours.of(members);
    return new Comparison(
        "1.2.3",
        "implementations/fleet.yaml",
        4711,
        Instant.parse("2026-11-22T19:20:21Z"),
        Duration.ofSeconds(754),
        true,
        Catalogue.cases().stream()
            .map(info -> new ComparedCase(info.id(), info.level(), info.rule().rule()))
            .toList(),
        members,
        behaviours,
        Cluster.of(members, behaviours),
        Optional.of(
            new Changes(
                "2026-11-20T10:00:00Z",
                List.of(
                    new Changes.Change(
                        Changes.Kind.BROKEN,
                        Optional.of("ncat"),
                        Optional.of("close/half-close-drains"),
                        Optional.of("PASS"),
                        Optional.of("FAIL")),
                    new Changes.Change(
                        Changes.Kind.FIXED,
                        Optional.of("perl"),
                        Optional.empty(),
                        Optional.of("not run"),
                        Optional.of("conforms")),
                    new Changes.Change(
                        Changes.Kind.NEW,
                        Optional.of("lua"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("does not conform"))))),
        Interop.NONE,
        Comparisons.part(members),
        List.of());
  }

  private MemberResult member(int index) {
    String name = NAMES.get(index);
    boolean away = index == NAMES.size() - 1;
    ConformanceLevel standing =
        away
            ? ConformanceLevel.NOT_RUN
            : allBroken || index % 6 == 1
                ? ConformanceLevel.DOES_NOT_CONFORM
                : index % 6 == 3
                    ? ConformanceLevel.FAILS_AS_EXPECTED
                    : index % 6 == 5
                        ? ConformanceLevel.CONFORMS_WITH_WARNINGS
                        : ConformanceLevel.CONFORMS;
    List<CellResult> cells = new ArrayList<>();
    if (!away) {
      for (CaseInfo info : Catalogue.cases()) {
        cells.add(cell(info, index, cells.size()));
      }
    }
    return new MemberResult(
        name,
        away ? "docker://example/away:1" : "-- ./" + name + " --port {port} " + said,
        index == 1 ? Profile.SEQUENTIAL : Profile.CONCURRENT,
        standing,
        away
            ? Optional.of("The container exited at once with status 127. " + said)
            : Optional.empty(),
        away ? "sh: 1: exec: /srv/echo: not found\n" + said : "",
        index == 3 ? List.of("fleet.yaml line 12, close/empty: is no longer broken") : List.of(),
        away
            ? Optional.empty()
            : Optional.of(
                new RunResult.Facts(
                    "a byte",
                    index == 1,
                    Duration.ofNanos(180_000),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(600))),
        away ? Duration.ZERO : Duration.ofMillis(61_000 + 7_000L * index),
        cells,
        "members/" + name);
  }

  private CellResult cell(CaseInfo info, int member, int number) {
    int dice = (member * 31 + number * 17) % 40;
    boolean bad =
        allBroken
            || number % 4 != 0 && (member % 6 == 1 && dice < 14 || member % 6 == 3 && dice < 5);
    Verdict verdict =
        bad
            ? info.level() == LEVELS[1] ? Verdict.WARN : Verdict.FAIL
            : info.level() == Level.INFO
                ? Verdict.INFO
                : number % 4 != 0 && dice == 39
                    ? Verdict.SKIP
                    : dice == 38 && member % 3 == 0
                        ? Verdict.INCONCLUSIVE
                        : dice == 37 && member == 7 ? Verdict.ERROR : Verdict.PASS;
    Optional<String> reason =
        verdict == Verdict.SKIP || verdict == Verdict.ERROR
            ? Optional.of("The profile seed says nothing of this. " + said)
            : Optional.empty();
    int tries = verdict == Verdict.SKIP ? 0 : info.level() == Level.INFO ? 5 : 200;
    long millis = 40L + 97L * ((member + 3) * (number + 5) % 61);
    return bad
        ? broken(info.id(), verdict, tries, millis, reason, member)
        : new CellResult(
            Comparisons.entry(info.id(), verdict, tries, millis, reason, Optional.empty(), null),
            verdict == Verdict.INFO ? figures(info, member) : List.of(),
            Optional.empty(),
            Optional.empty());
  }

  private List<ShownFigure> figures(CaseInfo info, int member) {
    String name = info.id().substring(info.id().indexOf('/') + 1).replace('-', ' ');
    return List.of(
        new ShownFigure(
            name,
            member % 4 == 0 ? "64 KiB" : (member * 37 % 100) + "%",
            info.id().length() % 2 == 0));
  }

  private CellResult broken(
      String id, Verdict verdict, int tries, long millis, Optional<String> reason, int member) {
    String folder = "members/" + NAMES.get(member);
    String file = folder + "/" + id.replace('/', '-') + ".json";
    FailureEntry failure =
        Comparisons.failure(
            List.of(
                "connect",
                "send    61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 c3 a9     "
                    + " \"aaaaaaaaaaaaaaaé\"",
                "finish sending",
                "expect  41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 c3 a9     "
                    + " \"AAAAAAAAAAAAAAAé\"",
                "got     41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 then RESET (server exited"
                    + " with status 1)",
                "                                                     ^ first difference at byte"
                    + " 15",
                "note    " + said),
            member % 6 == 3
                ? Comparisons.known(true, "It reads a line before it answers. " + said)
                : null,
            "exited with status 1 " + said,
            "Traceback (most recent call last):\n"
                + "  File \"server.py\", line 31, in <module>\n"
                + "    text = data.decode('utf-8')\n"
                + "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 15\n"
                + said,
            "the server decodes each read as UTF-8; a character was cut in two at a 16-byte read.",
            "treat what is read as bytes. " + said);
    return new CellResult(
        Comparisons.entry(
            id,
            verdict,
            tries,
            millis,
            reason,
            Optional.of("the connection was reset after 15 bytes of the echo " + said),
            failure),
        List.of(),
        Optional.of(file),
        Optional.of(
            "./echospec replay target/echospec-compare/"
                + file
                + " -- ./"
                + NAMES.get(member)
                + " --port '{port}'"),
        Optional.of(picture));
  }
}
