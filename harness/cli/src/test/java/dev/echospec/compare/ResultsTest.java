package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.compare.Changes.Change;
import dev.echospec.compare.Changes.Kind;
import dev.echospec.result.CaseEntry;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Malformed;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behaviours, clusters and changes, from results made by hand. */
class ResultsTest {
  private static CellResult cell(String id, Verdict verdict, ShownFigure... figures) {
    return new CellResult(
        new CaseEntry(
            id,
            Level.MUST,
            "",
            verdict,
            1,
            0,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            null),
        List.of(figures),
        Optional.empty(),
        Optional.empty());
  }

  private static MemberResult member(
      String name, boolean sequential, ConformanceLevel standing, CellResult... cells) {
    return new MemberResult(
        name,
        "x",
        Profile.CONCURRENT,
        standing,
        Optional.empty(),
        "",
        List.of(),
        cells.length == 0
            ? Optional.empty()
            : Optional.of(
                new RunResult.Facts(
                    "a byte", sequential, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
        Duration.ZERO,
        List.of(cells),
        "members/" + name);
  }

  @Test
  void behavioursAreSideBySide() {
    Behaviours behaviours =
        Behaviours.of(
            List.of(
                member("none", false, ConformanceLevel.NOT_RUN),
                member(
                    "a",
                    true,
                    ConformanceLevel.CONFORMS,
                    cell(
                        "x/a",
                        Verdict.INFO,
                        Behaviour.figure(new Figure("readSize", 4096, "bytes")))),
                member(
                    "b",
                    false,
                    ConformanceLevel.CONFORMS,
                    cell("x/a", Verdict.INFO, Behaviour.figure(new Figure("someThing", 3, "of 4"))),
                    cell(
                        "x/b",
                        Verdict.INFO,
                        Behaviour.figure(new Figure("readSize", 16, "bytes"))))));

    assertThat(behaviours.rows())
        .containsExactly(
            new Behaviours.Row(
                "connections",
                List.of(
                    Optional.empty(), Optional.of("one at a time"), Optional.of("many at once")),
                true),
            new Behaviours.Row(
                "apparent read size",
                List.of(Optional.empty(), Optional.of("4 KiB"), Optional.of("16 bytes")),
                false),
            new Behaviours.Row(
                "some thing",
                List.of(Optional.empty(), Optional.empty(), Optional.of("3 of 4")),
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes, 16, 16 bytes",
    "bytes, 4096, 4 KiB",
    "bytes, 5000, 5000 bytes",
    "bytes, 9437184, 9.0 MiB",
    "%, 87, 87%",
    "µs, 1234, 1.23 ms",
    "ms, 3, 3 ms"
  })
  void figuresAreReadable(String unit, long value, String text) {
    assertThat(Behaviour.figure(new Figure("q", value, unit)))
        .isEqualTo(new ShownFigure("q", text, false));
  }

  @Test
  void someFiguresAreWords() {
    assertThat(Behaviour.figure(new Figure("resets", 0, "of 9")).text()).isEqualTo("orderly");
    assertThat(Behaviour.figure(new Figure("resets", 9, "of 9")).text()).isEqualTo("reset");
    assertThat(Behaviour.figure(new Figure("idleLimit", 0, "ms")).text()).isEqualTo("none seen");
    assertThat(Behaviour.figure(new Figure("readSize", 65536, "bytes")).text())
        .isEqualTo("64 KiB or more");
    assertThat(Behaviour.figure(new Figure("takenUnread", 64 << 20, "bytes")).text())
        .isEqualTo("64.0 MiB or more");
    assertThat(Behaviour.figure(new Figure("waiting", 16, "clients")).text())
        .isEqualTo("16 clients or more");
    assertThat(Behaviour.figure(new Figure("waiting", 15, "clients")).text())
        .isEqualTo("15 clients");
    assertThat(Behaviour.figure(new Figure("idleLimit", 1003, "ms")))
        .isEqualTo(new ShownFigure("idle time-out", "1 s", true));
  }

  @Test
  void whoBehavesAlikeIsACluster() {
    ShownFigure slow = new ShownFigure("rate", "10%", false);
    ShownFigure quick = new ShownFigure("rate", "90%", false);
    ShownFigure small = new ShownFigure("size", "16", true);
    ShownFigure large = new ShownFigure("size", "32", true);
    List<MemberResult> members =
        List.of(
            member(
                "alone", true, ConformanceLevel.CONFORMS, cell("x/a", Verdict.PASS, slow, small)),
            member("b", false, ConformanceLevel.CONFORMS, cell("x/a", Verdict.PASS, slow, small)),
            member(
                "large", false, ConformanceLevel.CONFORMS, cell("x/a", Verdict.PASS, slow, large)),
            member(
                "c",
                false,
                ConformanceLevel.CONFORMS,
                cell("x/a", Verdict.INCONCLUSIVE, quick, small)),
            member(
                "fails", false, ConformanceLevel.CONFORMS, cell("x/a", Verdict.FAIL, slow, small)),
            member("missing", false, ConformanceLevel.NOT_RUN));

    List<Cluster> clusters = Cluster.of(members, Behaviours.of(members));

    assertThat(clusters)
        .extracting(Cluster::members)
        .containsExactly(List.of("b", "c"), List.of("alone"), List.of("large"), List.of("fails"));
    assertThat(clusters.get(0).broken()).isEmpty();
    assertThat(clusters.get(0).behaviours())
        .containsExactly("connections: many at once", "size: 16");
    assertThat(clusters.get(3).broken()).containsExactly("x/a");
  }

  @Test
  void whatHasChangedIsToldTheBadFirst() {
    Baseline baseline =
        new Baseline(
            "2026-01-02T03:04:05Z",
            Map.of(
                "a",
                new Baseline.Earlier(
                    ConformanceLevel.CONFORMS,
                    Map.of(
                        "transform/length",
                        Verdict.PASS,
                        "close/empty",
                        Verdict.WARN,
                        "close/releases",
                        Verdict.SKIP,
                        "old/case",
                        Verdict.PASS)),
                "gone",
                new Baseline.Earlier(ConformanceLevel.NOT_RUN, Map.of()),
                "not-chosen",
                new Baseline.Earlier(ConformanceLevel.CONFORMS, Map.of())));
    List<MemberResult> now =
        List.of(
            member("fresh", false, ConformanceLevel.CONFORMS, cell("close/empty", Verdict.PASS)),
            member(
                "a",
                false,
                ConformanceLevel.DOES_NOT_CONFORM,
                cell("transform/length", Verdict.FAIL),
                cell("close/empty", Verdict.PASS),
                cell("close/releases", Verdict.FAIL),
                cell("stream/interactive", Verdict.PASS)));

    Changes changes = baseline.changes(now, List.of("fresh", "a", "not-chosen"));

    assertThat(changes.since()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(changes.list())
        .extracting(change -> change.kind().word() + " " + change.words())
        .containsExactly(
            "broken a: was conforms, is does not conform",
            "broken a, transform/length: was PASS, is FAIL",
            "fixed a, close/empty: was WARN, is PASS",
            "new fresh",
            "new stream/interactive",
            "gone gone",
            "gone old/case");
    assertThat(changes.of(Kind.FIXED)).extracting(Change::member).containsExactly(Optional.of("a"));
  }

  @Test
  void whatCanBeRunAgainIsFixed() {
    Baseline baseline =
        new Baseline("then", Map.of("a", new Baseline.Earlier(ConformanceLevel.NOT_RUN, Map.of())));

    List<Change> changes =
        new ArrayList<>(
            baseline
                .changes(
                    List.of(
                        member(
                            "a",
                            false,
                            ConformanceLevel.CONFORMS,
                            cell("close/empty", Verdict.PASS))),
                    List.of("a"))
                .list());

    assertThat(changes)
        .extracting(Change::words)
        .as("its cases could not be compared")
        .containsExactly("a: was not run, is conforms");
    assertThat(changes.get(0).kind()).isEqualTo(Kind.FIXED);
  }

  @Test
  void aBaselineMustBeOne() {
    refused("{}", "not the results.json of a comparison of this version");
    refused("{\"format\": \"results/1\"}", "its \"format\" is \"results/1\"");
    refused(
        "{\"format\": \"comparison/1\", \"members\": [{\"name\": \"a\", \"standing\": \"ODD\"}]}",
        "\"standing\" cannot be \"ODD\"");
    refused("{\"format\": \"comparison/1\", \"members\": 7}", "\"members\" must be a list");
    refused("{\"format\": \"comparison/1\"}", "\"members\" must be a list");
    refused(
        "{\"format\": \"comparison/1\", \"members\": [{\"name\": \"a\"}]}",
        "\"standing\" is missing");
    refused(
        "{\"format\": \"comparison/1\", \"members\": [{\"standing\": \"CONFORMS\","
            + " \"cases\": 7}]}",
        "\"cases\" has a value of the wrong kind");
    refused("[", "not JSON");
  }

  @Test
  void aBaselineThatWasCutIsRefusedInPlainWords() {
    assertThatThrownBy(() -> Baseline.parse("{\"format\": \"comparison/1\", \"members\": [1"))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("not JSON, line 1 column 41: Unexpected end-of-input")
        .hasMessageNotContainingAny("REDACTED", "Source");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Baseline.parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(message);
  }

  @Test
  void aBaselineThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Baseline.read(Path.of("no/such.json")))
        .hasMessage("no/such.json: no such file or directory");
  }
}
