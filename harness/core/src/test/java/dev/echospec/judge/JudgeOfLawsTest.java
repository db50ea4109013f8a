package dev.echospec.judge;

import static dev.echospec.judge.HandWritten.T;
import static dev.echospec.judge.HandWritten.received;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Event.Connected;
import dev.echospec.play.Event.Diverged;
import dev.echospec.play.Event.EndOfStream;
import dev.echospec.play.Event.Sent;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge on laws between several replies. */
class JudgeOfLawsTest {
  /** The replies of the connections, in order; none is the echo of the oracle. */
  private static Transcript replies(Script script, byte[]... replies) {
    List<Event> events = new ArrayList<>();
    Map<Integer, Received> received = new HashMap<>();
    for (int i = 0; i < replies.length; i++) {
      byte[] kept = Arrays.copyOf(replies[i], Math.min(replies[i].length, Received.KEPT));
      long sent = Server.sent(script, i).length;
      events.add(new Connected(4 * i, i, T));
      events.add(new Sent(4 * i + 1, i, T, sent));
      events.add(new Diverged(4 * i + 3, i, T, 0, sent));
      events.add(new EndOfStream(4 * i + 3, i, T));
      received.put(i, new Received(sent, replies[i].length, 0, kept));
    }
    return new Transcript(events, received, T);
  }

  private static Script conversations(byte[]... sent) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < sent.length; i++) {
      steps.add(new Step.Connect(i));
      steps.add(new Step.Send(i, Payload.of(sent[i])));
      steps.add(new Step.HalfClose(i));
      steps.add(new Step.ReadToEnd(i));
    }
    return new Script(steps);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void anEchoOfAnEchoThatIsAnother() {
    Script script = conversations(bytes("abcd"), bytes("zzBC"));
    Transcript swapped = replies(script, bytes("zzBC"), bytes("zzbc"));

    List<Violation> violations = new Judge(Oracle.UPPER).judge(Law.IDEMPOTENT, script, swapped);
    assertThat(violations)
        .containsExactly(
            new Violation(
                Kind.LAW,
                1,
                2,
                "the echo of an echo is not that echo again: byte 2 is 62 'b', not 42 'B'"));
    assertThat(
            new Judge(Oracle.UPPER)
                .judge(Law.IDEMPOTENT, script, replies(script, bytes("zzBC"), bytes("zzBC"))))
        .isEmpty();
  }

  @Test
  void echoesThatDoNotAddUp() {
    Script script = conversations(bytes("ab"), bytes("cd"), bytes("abcd"));
    Judge judge = new Judge(Oracle.UPPER);

    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("zw"), bytes("xy.w"))))
        .containsExactly(
            new Violation(
                Kind.LAW,
                2,
                2,
                "the echo of two texts together is not their echoes one after the other: byte 2 is"
                    + " 2e '.', not 7a 'z'"));
    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("xy"), bytes("xyxyx"))))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.kind()).isEqualTo(Kind.LAW);
              assertThat(violation.offset()).isEqualTo(4);
              assertThat(violation.message()).endsWith("it has 5 bytes, not 4");
            });
    assertThat(
            judge.judge(
                Law.CONCATENATION,
                script,
                replies(script, bytes("xy"), bytes("zw"), bytes("xyzw"))))
        .isEmpty();
  }

  @Test
  void aLawBetweenRepliesSaysNothingOfOtherScripts() {
    Script script = conversations(bytes("ab"), bytes("cd"), bytes("ef"));

    for (Law law : List.of(Law.IDEMPOTENT, Law.CONCATENATION)) {
      assertThat(
              new Judge(Oracle.UPPER)
                  .judge(law, script, replies(script, bytes("xy"), bytes("zw"), bytes("!!"))))
          .isEmpty();
    }
  }

  /** An identity server obeys both laws, though the oracle expects other bytes. */
  @Test
  void whatWasNotKeptOfALongReplyIsNotHeldAgainstTheServer() {
    byte[] first = new byte[5000];
    byte[] second = new byte[7000];
    Arrays.fill(first, (byte) 'x');
    Arrays.fill(second, (byte) 'y');
    byte[] both = Arrays.copyOf(first, 12_000);
    System.arraycopy(second, 0, both, 5000, 7000);
    Judge judge = new Judge(Oracle.UPPER);
    Script concatenation = conversations(first, second, both);
    Script idempotence = conversations(first, Arrays.copyOf(first, Received.KEPT));
    Script long2 = conversations(Arrays.copyOf(both, 3000), both);

    assertThat(
            judge.judge(
                Law.CONCATENATION, concatenation, replies(concatenation, first, second, both)))
        .isEmpty();
    assertThat(
            judge.judge(
                Law.IDEMPOTENT,
                idempotence,
                replies(idempotence, first, Arrays.copyOf(first, Received.KEPT))))
        .isEmpty();
    assertThat(judge.judge(Law.IDEMPOTENT, long2, replies(long2, both, both))).isEmpty();
  }

  @Test
  void aLawBetweenRepliesComesAfterWhatIsWrongWithEach() {
    Script script = conversations(bytes("ab"), bytes("AB"));
    Transcript seen =
        new Transcript(
            List.of(
                new Connected(0, 0, T),
                new Sent(1, 0, T, 2),
                new EndOfStream(3, 0, T),
                new Connected(4, 1, T),
                new Sent(5, 1, T, 2),
                new EndOfStream(7, 1, T)),
            Map.of(0, received(2, "AB", ""), 1, received(2, "A", "")),
            T);

    assertThat(new Judge(Oracle.UPPER).judge(Law.IDEMPOTENT, script, seen))
        .extracting(Violation::kind)
        .containsExactly(Kind.LOST);
  }
}
