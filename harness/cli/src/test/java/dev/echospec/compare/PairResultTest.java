package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.interop.Wire;
import dev.echospec.result.CaseEntry;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose fault it is that a client and a server do not get along. */
class PairResultTest {
  private static PairResult failed(Wire wire) {
    return new PairResult(
        "client",
        "server",
        PairVerdict.NOT_JUDGED,
        Optional.of("the client printed nothing"),
        Optional.of("a line"),
        wire,
        Optional.of(0),
        "",
        "",
        "",
        12,
        List.of(),
        Optional.of("pairs/client/server"));
  }

  /** A side that was judged, or was not. */
  private static Optional<MemberResult> side(String how) {
    ConformanceLevel standing =
        switch (how) {
          case "fine" -> ConformanceLevel.CONFORMS;
          case "known" -> ConformanceLevel.FAILS_AS_EXPECTED;
          case "faulty" -> ConformanceLevel.DOES_NOT_CONFORM;
          default -> ConformanceLevel.NOT_RUN;
        };
    Verdict verdict = how.equals("fine") ? Verdict.PASS : Verdict.FAIL;
    CaseEntry entry =
        new CaseEntry(
            "close/empty",
            Level.MUST,
            "",
            verdict,
            1,
            1,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            null);
    CellResult cell = new CellResult(entry, List.of(), Optional.empty(), Optional.empty());
    return how.equals("absent")
        ? Optional.empty()
        : Optional.of(
            new MemberResult(
                how,
                how,
                Profile.CONCURRENT,
                standing,
                Optional.empty(),
                "",
                List.of(),
                Optional.empty(),
                Duration.ZERO,
                how.equals("away") ? List.of() : List.of(cell),
                "members/" + how));
  }

  @ParameterizedTest
  @CsvSource({
    // the server kept to it, the client did, the client's own results, the server's
    "false, true,  fine,   faulty, SERVER",
    "false, true,  faulty, faulty, SERVER",
    "false, true,  faulty, known,  SERVER",
    "false, true,  faulty, fine,   UNEXPLAINED",
    "true,  true,  faulty, faulty, CLIENT",
    "true,  true,  known,  fine,   CLIENT",
    "true,  false, fine,   faulty, UNEXPLAINED",
    "false, false, faulty, faulty, BOTH",
    "false, false, faulty, fine,   CLIENT",
    "false, false, fine,   faulty, SERVER",
    "false, false, fine,   fine,   UNEXPLAINED",
    "false, true,  fine,   away,   NOT_JUDGED",
    "false, true,  absent, away,   NOT_JUDGED",
    "true,  true,  absent, faulty, NOT_JUDGED",
    "true,  true,  fine,   absent, UNEXPLAINED",
    "false, false, absent, faulty, SERVER",
  })
  void followsFromEachSidesOwnResultsUnlessTheWireClearsIt(
      boolean server, boolean client, String ofClient, String ofServer, PairVerdict verdict) {
    PairResult judged = failed(new Wire(server, client)).judged(side(ofClient), side(ofServer));

    assertThat(judged.verdict()).isEqualTo(verdict);
    assertThat(judged.recording()).contains("pairs/client/server");
  }

  @Test
  void thePartsOfAComparisonDivideItsPairs() {
    List<String> clients = List.of("a", "b", "c");
    List<String> members = List.of("x", "y");
    for (String client : clients) {
      for (String member : members) {
        long parts =
            List.of(1, 2, 3, 4).stream()
                .filter(
                    number ->
                        new Part(number, 4, List.of(), members, clients, true, "")
                            .has(client, member))
                .count();
        assertThat(parts).as(client + " with " + member).isEqualTo(1);
        assertThat(new Part(1, 1, List.of(), members, clients, false, "").has(client, member))
            .isFalse();
      }
    }
  }
}
