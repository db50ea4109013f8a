package dev.echospec.client.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.play.Captured;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.play.Conversation.End;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The judge on transcripts made by hand: of a client that is told to send "hello". */
class ClientJudgeTest {
  private static final ServerScript SCRIPT = ServerScript.echo(Payload.of("hello"));
  private static final ServerScript CUT =
      ServerScript.inPieces(Payload.of("hello"), List.of(), 0)
          .with(List.of(new dev.echospec.client.script.ServerStep.Answer(2), new HalfClose()));
  private static final Duration SOME = Duration.ofSeconds(2);

  private static Conversation conversation(String came, long answered, End end) {
    return new Conversation(
        Payload.of(came),
        came.length(),
        List.of(new Conversation.Segment(Duration.ofMillis(1), came.length())),
        List.of(),
        answered,
        true,
        end,
        Duration.ofMillis(2));
  }

  private static ClientTranscript ended(
      int status, String output, String stderr, Conversation... conversations) {
    return new ClientTranscript(
        List.of(conversations),
        Optional.of(status),
        false,
        new Captured(Payload.of(output), output.length()),
        Optional.of(stderr),
        Duration.ofMillis(5),
        Duration.ZERO,
        Optional.empty());
  }

  private static ClientTranscript hanging(String output, Duration used) {
    return new ClientTranscript(
        List.of(conversation("hello", 5, End.OPEN)),
        Optional.empty(),
        true,
        new Captured(Payload.of(output), output.length()),
        Optional.of(""),
        SOME,
        SOME,
        Optional.of(used));
  }

  private static List<Violation> judged(
      OutputMode mode, ServerScript script, ClientLaw law, ClientTranscript seen) {
    return new ClientJudge(mode, Oracle.UPPER).judge(script, law, seen).violations();
  }

  private static List<Kind> kinds(ServerScript script, ClientLaw law, ClientTranscript seen) {
    return judged(OutputMode.CONTAINS, script, law, seen).stream().map(Violation::kind).toList();
  }

  @Test
  void aCorrectRunBreaksNoLaw() {
    ClientTranscript seen = ended(0, "HELLO", "", conversation("hello", 5, End.CLOSED));

    for (ClientLaw law :
        List.of(
            ClientLaw.SENDS,
            ClientLaw.PRINTS,
            ClientLaw.ENDS,
            ClientLaw.CLOSES,
            ClientLaw.EXCHANGES,
            ClientLaw.UNHARMED,
            ClientLaw.TIRES)) {
      assertThat(kinds(SCRIPT, law, seen)).as(law.slug()).isEmpty();
    }
  }

  @Test
  void anEmptyConnectionIsNoFault() {
    ClientTranscript seen =
        ended(
            0, "HELLO", "", conversation("", 0, End.CLOSED), conversation("hello", 5, End.CLOSED));

    assertThat(kinds(SCRIPT, ClientLaw.EXCHANGES, seen)).isEmpty();
  }

  @Test
  void whatIsSentIsTheMessageOnce() {
    assertThat(kinds(SCRIPT, ClientLaw.SENDS, sent("hell"))).containsExactly(Kind.LOST);
    assertThat(kinds(SCRIPT, ClientLaw.SENDS, sent("hello\n"))).containsExactly(Kind.UNASKED);
    assertThat(kinds(SCRIPT, ClientLaw.SENDS, sent("hallo"))).containsExactly(Kind.WRONG_BYTE);
    assertThat(
            kinds(
                SCRIPT,
                ClientLaw.SENDS,
                ended(
                    0,
                    "",
                    "",
                    conversation("hello", 5, End.CLOSED),
                    conversation("hello", 5, End.CLOSED))))
        .containsExactly(Kind.UNASKED);
  }

  private static ClientTranscript sent(String came) {
    return ended(0, "", "", conversation(came, 5, End.CLOSED));
  }

  @Test
  void exactOutputIsTheEchoAndNothingElse() {
    Conversation one = conversation("hello", 5, End.CLOSED);

    assertThat(judged(OutputMode.EXACT, SCRIPT, ClientLaw.PRINTS, ended(0, "HELLO", "", one)))
        .isEmpty();
    assertThat(judged(OutputMode.EXACT, SCRIPT, ClientLaw.PRINTS, ended(0, "HELLO\n", "", one)))
        .hasSize(1);
    assertThat(judged(OutputMode.NONE, SCRIPT, ClientLaw.PRINTS, ended(0, "", "", one))).isEmpty();
  }

  @Test
  void bytesOfAnEarlierPieceBehindAShorterOneAreStale() {
    ServerScript pieces = ServerScript.inPieces(Payload.of("abcdefghxy"), List.of(8), 20);
    Conversation one = conversation("abcdefghxy", 10, End.CLOSED);

    assertThat(kinds(pieces, ClientLaw.PRINTS, ended(0, "ABCDEFGH\nXYCDEFGH\n", "", one)))
        .containsExactly(Kind.WRONG_OUTPUT);
    assertThat(kinds(pieces, ClientLaw.PRINTS, ended(0, "ABCDEFGH\nXY\n", "", one))).isEmpty();
  }

  @Test
  void itEndsWithStatusZeroOnceItHasEverything() {
    Conversation whole = conversation("hello", 5, End.CLOSED);
    Conversation part = conversation("hello", 3, End.CLOSED);

    assertThat(kinds(SCRIPT, ClientLaw.ENDS, ended(3, "HELLO", "", whole)))
        .containsExactly(Kind.EXIT_STATUS);
    assertThat(kinds(SCRIPT, ClientLaw.ENDS, ended(0, "HEL", "", part)))
        .containsExactly(Kind.EARLY_END);
    assertThat(kinds(SCRIPT, ClientLaw.ENDS, hanging("HELLO", Duration.ZERO)))
        .containsExactly(Kind.NOT_ENDED);
  }

  /** One that the user has started: neither its status nor its output can be seen. */
  @Test
  void aClientWhoseStatusIsUnknownLeavesEarlyToo() {
    assertThat(kinds(SCRIPT, ClientLaw.ENDS, left(3))).containsExactly(Kind.EARLY_END);
    assertThat(kinds(SCRIPT, ClientLaw.ENDS, left(5))).isEmpty();
  }

  private static ClientTranscript left(long answered) {
    return new ClientTranscript(
        List.of(conversation("hello", answered, End.CLOSED)),
        Optional.empty(),
        false,
        Captured.NOTHING,
        Optional.empty(),
        SOME,
        Duration.ZERO,
        Optional.empty());
  }

  @Test
  void aCutReplyIsAFailureThatIsSaid() {
    Conversation part = conversation("hello", 2, End.CLOSED);

    assertThat(kinds(CUT, ClientLaw.GIVES_UP, ended(1, "HE", "cut short", part))).isEmpty();
    assertThat(kinds(CUT, ClientLaw.GIVES_UP, ended(1, "HE\ncut short\n", "", part))).isEmpty();
    assertThat(kinds(CUT, ClientLaw.GIVES_UP, ended(0, "HE", "cut short", part)))
        .containsExactly(Kind.EXIT_STATUS);
    assertThat(kinds(CUT, ClientLaw.GIVES_UP, ended(1, "HE", "", part)))
        .containsExactly(Kind.WRONG_OUTPUT);
  }

  @Test
  void aClientThatUsesTheProcessorWhileItWaitsSpins() {
    assertThat(judged(OutputMode.NONE, CUT, ClientLaw.GIVES_UP, hanging("", SOME)))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).endsWith("of processor time: it spins"));
    assertThat(judged(OutputMode.NONE, CUT, ClientLaw.GIVES_UP, hanging("", Duration.ofMillis(2))))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).doesNotContain("spins"));
  }

  /** On a busy machine it may get so little of the processor that its time tells nothing. */
  @Test
  void aClientThatPrintsWithoutEndSpins() {
    ClientTranscript prints = hanging("got: \n".repeat(20_000), Duration.ofMillis(2));

    assertThat(judged(OutputMode.NONE, CUT, ClientLaw.GIVES_UP, prints))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).endsWith("and printed 120000 bytes: it spins"));
  }

  @Test
  void aClientThatNeverConnectsIsSaidToDoSo() {
    assertThat(judged(OutputMode.CONTAINS, SCRIPT, ClientLaw.ENDS, ended(0, "", "")))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).startsWith("the client never connected"));
  }
}
