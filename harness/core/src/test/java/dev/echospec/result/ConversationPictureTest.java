package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.ConversationPicture.Lane;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Side;
import dev.echospec.result.ConversationPicture.Sort;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Malformed;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationPictureTest {
  @TempDir private Path folder;

  private static Duration ms(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }

  private static Received received(long sent, String matched, String rest) {
    byte[] more = rest.getBytes(StandardCharsets.ISO_8859_1);
    return new Received(sent, matched.length() + more.length, matched.length(), more);
  }

  private static Failure failure(
      Script script, Law law, Map<Integer, Received> came, List<Event> events, Violation... wrong) {
    return new Failure(
        new Observation(script, law, new Transcript(events, came, ms(50)), List.of(wrong)),
        1,
        script.bytes(),
        3,
        3,
        Optional.empty());
  }

  private static ConversationPicture picture(Failure failure) {
    return ConversationPicture.of(Oracle.UPPER, failure);
  }

  private static List<String> told(ConversationPicture picture) {
    return picture.rows().stream()
        .map(row -> row.side().word() + " " + row.what() + (row.wrong() ? " WRONG" : ""))
        .map(String::strip)
        .toList();
  }

  private static Row wrong(ConversationPicture picture) {
    return picture.rows().stream().filter(Row::wrong).findFirst().orElseThrow();
  }

  private static String expected(Row row) {
    return row.contrast().orElseThrow().expected().line();
  }

  private static String got(Row row) {
    return row.contrast().orElseThrow().got().line();
  }

  /** hello, of which the third byte comes back as X. */
  private static Failure wrongByte() {
    return failure(
        Script.conversation(Payload.of("hello")),
        Law.ECHO_AND_CLOSE,
        Map.of(0, received(5, "HE", "XLO")),
        List.of(
            new Event.Connected(0, 0, ms(0.1)),
            new Event.Sent(1, 0, ms(0.2), 5),
            new Event.Got(2, 0, ms(12), 5),
            new Event.Diverged(2, 0, ms(12), 2, 5)),
        new Violation(Kind.WRONG_BYTE, 0, 2, "byte 2 of the echo is 58 'X', expected 4c 'L'"));
  }

  @Test
  void aWrongByteIsMarkedAndStandsBesideTheExpectedOne() {
    ConversationPicture picture = picture(wrongByte());

    assertThat(picture.lanes()).containsExactly(new Lane(0, ""));
    assertThat(told(picture))
        .containsExactly(
            "client connect",
            "client 5 bytes",
            "client half-close (FIN)",
            "server 5 bytes WRONG",
            "1 more step: the play ends soon after a wrong byte");
    assertThat(picture.rows()).extracting(Row::time).startsWith("0.1 ms", "0.2 ms", "", "12 ms");
    assertThat(picture.rows().get(1).bytes().orElseThrow().line())
        .isEqualTo("68 65 6c 6c 6f  hello");
    Row wrong = wrong(picture);
    assertThat(wrong.contrast().orElseThrow().expected().marked()).isEqualTo("4c");
    assertThat(wrong.contrast().orElseThrow().got().marked()).isEqualTo("58");
    assertThat(expected(wrong)).isEqualTo("48 45 4c 4c 4f  HELLO");
    assertThat(got(wrong)).isEqualTo("48 45 58 4c 4f  HEXLO");
  }

  @Test
  void whatIsLostIsSeenAtTheEndOfTheConnection() {
    Failure failure =
        failure(
            Script.of(new Step.Connect(0), new Step.Send(0, Payload.of("aaaaaaaaaaaaaaaé"))),
            Law.ECHO,
            Map.of(0, received(17, "AAAAAAAAAAAAAAA", "")),
            List.of(
                new Event.Connected(0, 0, ms(0.1)),
                new Event.Sent(1, 0, ms(1), 17),
                new Event.Got(1, 0, ms(2), 15),
                new Event.WasReset(1, 0, ms(3))),
            new Violation(Kind.LOST, 0, 15, "reset after 15 of the 17 bytes it owed"));
    ConversationPicture picture =
        ConversationPicture.of(
            Oracle.UPPER,
            new Failure(
                failure.sight(),
                1,
                17,
                3,
                3,
                Optional.of(new Failure.Death("exited with status 1\u202e", ""))));

    assertThat(told(picture))
        .containsExactly(
            "client connect",
            "client 17 bytes",
            "server 15 bytes",
            "server reset (RST) WRONG",
            "server the server exited with status 1\\u202e");
    assertThat(picture.rows()).extracting(Row::sort).endsWith(Sort.RESET, Sort.DEATH);
    assertThat(picture.rows().get(2).bytes().orElseThrow().line())
        .isEqualTo("41 41 41 41 41 41 41 41 …  AAAAAAAA");
    assertThat(expected(wrong(picture))).isEqualTo("… 41 41 41 41 c3 a9  AAAA··");
    assertThat(got(wrong(picture))).isEqualTo("… 41 41 41 41 RST");
  }

  @Test
  void silenceSaysWhatIsOwed() {
    Failure failure =
        failure(
            Script.conversation(Payload.of("a")),
            Law.ECHO_AND_CLOSE,
            Map.of(0, received(1, "A", "")),
            List.of(
                new Event.Connected(0, 0, ms(0.1)),
                new Event.Sent(1, 0, ms(0.2), 1),
                new Event.Got(2, 0, ms(0.3), 1),
                new Event.GaveUp(3, 0, ms(1000), ms(999))),
            new Violation(Kind.NOT_CLOSED, 0, 1, "the end of stream did not come"));

    ConversationPicture picture = picture(failure);

    assertThat(told(picture)).endsWith("server silence for 999 ms; owed: the end of stream WRONG");
    assertThat(expected(wrong(picture))).isEqualTo("FIN (end of stream)");
    assertThat(got(wrong(picture))).isEqualTo("silence");
  }

  @Test
  void whatTheClientDoesIsThereThoughNothingWasSeenOfIt() {
    Failure failure =
        failure(
            Script.of(
                new Step.Connect(0),
                new Step.StopReading(0),
                new Step.Send(0, Payload.of("ab")),
                new Step.Pause(1500),
                new Step.ResumeReading(0),
                new Step.Connect(3),
                new Step.Reset(3),
                new Step.Read(0, 2),
                new Step.Close(0)),
            Law.ECHO,
            Map.of(0, received(2, "AB", "")),
            List.of(
                new Event.Connected(0, 0, ms(0.1)),
                new Event.Sent(2, 0, ms(0.2), 2),
                new Event.Stalled(4, 0, ms(1500), 1, ms(3)),
                new Event.NotConnected(5, 3, ms(1501), Event.NotConnected.Why.REFUSED),
                new Event.Got(7, 0, ms(1502), 2)),
            new Violation(Kind.REFUSED, 3, 0, "the connection was refused"));

    ConversationPicture picture = picture(failure);

    assertThat(told(picture))
        .containsExactly(
            "client connect",
            "client stops reading",
            "client 2 bytes",
            "client pause for 1.5 s",
            "client reads again",
            "server 1 byte taken while the client did not read",
            "client connect",
            "server refused (RST) WRONG",
            "client reset (RST)",
            "server 2 bytes",
            "client close");
    assertThat(picture.lanes()).containsExactly(new Lane(0, "#0"), new Lane(3, "#3"));
    assertThat(wrong(picture).lane()).isEqualTo(1);
    assertThat(picture.rows().get(3).lane()).isEqualTo(ConversationPicture.ALL_LANES);
  }

  @Test
  void aViolationThatNoEventShowsIsANoteAtTheEnd() {
    Failure failure =
        failure(
            Script.conversation(Payload.of("a")),
            Law.ECHO,
            Map.of(0, received(1, "A", "")),
            List.of(new Event.Connected(0, 0, ms(0.1)), new Event.Got(2, 0, ms(0.3), 1)),
            Violation.notReleased(
                java.util.Set.of(Violation.Excess.THREADS), "it holds \u001b[2J 3 threads"));

    ConversationPicture picture = picture(failure);

    assertThat(told(picture)).endsWith("it holds \\x1b[2J 3 threads WRONG");
    assertThat(wrong(picture).contrast()).isEmpty();
  }

  @Test
  void lengthsAloneAreComparedWhereTheLawComparesThemAlone() {
    Failure failure =
        failure(
            Script.conversation(Payload.of("abc")),
            Law.LENGTH,
            Map.of(0, received(3, "AB", "")),
            List.of(
                new Event.Connected(0, 0, ms(0.1)),
                new Event.Sent(1, 0, ms(0.2), 3),
                new Event.Got(2, 0, ms(0.3), 2),
                new Event.EndOfStream(3, 0, ms(0.4))),
            new Violation(Kind.LOST, 0, 2, "2 of 3 bytes"));

    assertThat(expected(wrong(picture(failure)))).isEqualTo("3 bytes");
    assertThat(got(wrong(picture(failure)))).isEqualTo("2 bytes");
  }

  @Test
  void theSumOfTwoRepliesIsExpectedWhereTheLawAsksForIt() {
    Failure failure =
        failure(
            Script.conversation(Payload.of("ab"))
                .then(Script.conversation(Payload.of("cd")))
                .then(Script.conversation(Payload.of("abcd"))),
            Law.CONCATENATION,
            Map.of(0, received(2, "AB", ""), 1, received(2, "CD", ""), 2, received(4, "ABC", "x")),
            List.of(
                new Event.Connected(8, 2, ms(0.1)),
                new Event.Sent(9, 2, ms(0.2), 4),
                new Event.Got(10, 2, ms(0.3), 4)),
            new Violation(Kind.LAW, 2, 3, "not the two replies"));

    assertThat(expected(wrong(picture(failure)))).isEqualTo("41 42 43 44  ABCD");
    assertThat(got(wrong(picture(failure)))).isEqualTo("41 42 43 78  ABCx");
  }

  @Test
  void aLongConversationIsShortenedButForWhatIsWrong() {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    List<Event> events = new ArrayList<>(List.of(new Event.Connected(0, 0, ms(0))));
    for (int i = 1; i <= 2000; i++) {
      steps.add(new Step.Send(0, Payload.of("a")));
      events.add(new Event.Sent(i, 0, ms(i), i));
      events.add(new Event.Got(i, 0, ms(i), i));
    }
    Failure failure =
        failure(
            new Script(steps),
            Law.LENGTH,
            Map.of(0, new Received(2000, 2000, 2000, new byte[0])),
            events,
            new Violation(Kind.UNASKED, 0, 1200, "one too many"));

    ConversationPicture picture = picture(failure);

    assertThat(picture.rows()).hasSizeLessThan(40);
    int at = picture.rows().indexOf(wrong(picture));
    assertThat(wrong(picture).time()).isEqualTo("1.2 s");
    assertThat(picture.rows().get(at - 1).what()).isEqualTo("1 byte");
    List<String> gaps =
        told(picture).stream().filter(what -> what.endsWith("events are left out")).toList();
    assertThat(gaps).hasSize(2);
    int leftOut = gaps.stream().mapToInt(gap -> Integer.parseInt(gap.split(" ")[0])).sum();
    assertThat(leftOut + picture.rows().size() - gaps.size())
        .as("each event is there or counted")
        .isEqualTo(4001);
    assertThat(told(picture)).doesNotContain("1 event is left out");
  }

  @Test
  void ofManyConnectionsThoseThatBreakTheRuleAreDrawn() {
    List<Step> steps = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      steps.add(new Step.Connect(i));
      events.add(new Event.Connected(i, i, ms(i)));
    }
    steps.add(new Step.Send(41, Payload.of("a")));
    events.add(new Event.EndOfStream(60, 41, ms(70)));
    Failure failure =
        failure(
            new Script(steps),
            Law.ECHO,
            Map.of(),
            events,
            new Violation(Kind.LOST, 41, 0, "closed after 0 of the 1 byte it owed"));

    ConversationPicture picture = picture(failure);

    assertThat(picture.lanes())
        .containsExactly(
            new Lane(0, "#0"), new Lane(1, "#1"), new Lane(2, "#2"), new Lane(41, "#41"));
    assertThat(picture.lanesLeftOut()).isEqualTo(56);
    assertThat(wrong(picture).lane()).isEqualTo(3);
    assertThat(picture.rows()).hasSize(6);
  }

  @Test
  void gigabytesTakeNoMemory() {
    Failure failure =
        failure(
            Script.conversation(new Payload.Generated(7, 10L << 30, Alphabet.ANY)),
            Law.ECHO,
            Map.of(0, new Received(10L << 30, 5L << 30, (5L << 30) - 1, new byte[] {0x2e})),
            List.of(new Event.Connected(0, 0, ms(0.1)), new Event.Got(1, 0, ms(9000), 5L << 30)),
            new Violation(Kind.WRONG_BYTE, 0, (5L << 30) - 1, "wrong"));

    ConversationPicture picture = picture(failure);

    assertThat(wrong(picture).what()).isEqualTo("5368709120 bytes");
    assertThat(wrong(picture).contrast().orElseThrow().got().marked()).isEqualTo("2e");
  }

  @Test
  void theFailureFileGivesTheSamePicture() throws Exception {
    Path file = written(wrongByte());

    assertThat(ConversationPicture.read(file, Optional.empty())).isEqualTo(picture(wrongByte()));
    assertThat(told(ConversationPicture.read(file, Optional.of("exited with status 3"))))
        .endsWith("server the server exited with status 3");
  }

  @Test
  void eventsThatTheFailureFileLeavesOutAreCounted() throws Exception {
    List<Step> steps = new ArrayList<>(List.of(new Step.Connect(0)));
    List<Event> events = new ArrayList<>(List.of(new Event.Connected(0, 0, ms(0))));
    for (int i = 1; i <= 300; i++) {
      steps.add(new Step.Pause(1));
      events.add(new Event.Got(i, 0, ms(i), i));
    }
    Path file =
        written(
            failure(
                new Script(steps),
                Law.ECHO,
                Map.of(0, new Received(0, 300, 0, new byte[300])),
                events,
                new Violation(Kind.UNASKED, 0, 0, "300 bytes came that are not owed")));

    ConversationPicture picture = ConversationPicture.read(file, Optional.empty());

    int leftOut =
        picture.rows().stream()
            .filter(row -> row.sort() == Sort.LEFT_OUT)
            .mapToInt(row -> Integer.parseInt(row.what().split(" ")[0]))
            .sum();
    long shown = picture.rows().stream().filter(row -> row.sort() != Sort.LEFT_OUT).count();
    assertThat(leftOut + shown).isEqualTo(601);
    assertThat(picture.rows()).extracting(Row::side).contains(Side.SERVER);
  }

  @Test
  void aFileThatDoesNotSayWhatWasSeenHasNoPicture() throws Exception {
    String whole = Files.readString(written(wrongByte()));

    for (String broken :
        List.of(
            whole.replaceFirst("\"event\": ?\"connected\"", "\"event\": \"exploded\""),
            whole.replaceFirst("\"kind\": ?\"wrong-byte\"", "\"kind\": \"no-such\""),
            whole.replaceFirst("584c4f", "5z"),
            whole.replace("\"seen\"", "\"unseen\""),
            "{\"steps\": []}",
            "")) {
      assertThat(broken).isNotEqualTo(whole);
      Path file = Files.writeString(folder.resolve("broken.json"), broken);
      assertThatThrownBy(() -> ConversationPicture.read(file, Optional.empty()))
          .isInstanceOf(Malformed.class);
    }
  }

  private Path written(Failure failure) throws Exception {
    CaseResult result =
        new CaseResult(
            Catalogue.find("stream/segmentation").orElseThrow(),
            Verdict.FAIL,
            1,
            Duration.ofSeconds(1),
            Optional.of(failure),
            Optional.empty());
    return Files.writeString(
        folder.resolve("failure.json"), FailureFile.write(result, Transform.UPPER, "x"));
  }
}
