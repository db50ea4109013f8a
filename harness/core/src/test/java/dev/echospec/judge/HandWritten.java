package dev.echospec.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Hand-written transcripts, and assertions on their violations. */
final class HandWritten {
  static final Duration T = Duration.ofMillis(7);

  /** Step 1 sends three bytes, step 2 half-closes, step 3 reads to the end. */
  static final Script ABC = Script.conversation(Payload.of("abc"));

  /** Step 2 waits for the echo while the connection is open; nothing is half-closed. */
  static final Script OPEN =
      Script.of(
          new Step.Connect(0),
          new Step.Send(0, Payload.of("abc")),
          new Step.Read(0, Step.EVERYTHING));

  private HandWritten() {}

  static Received received(long sent, String matched, String rest) {
    byte[] bytes = rest.getBytes(UTF_8);
    return new Received(sent, matched.length() + bytes.length, matched.length(), bytes);
  }

  static List<Violation> judge(Law law, Script script, Received received, Event... events) {
    return new Judge(Oracle.UPPER)
        .judge(law, script, new Transcript(List.of(events), Map.of(0, received), T));
  }

  static Violation only(Law law, Script script, Received received, Event... events) {
    List<Violation> violations = judge(law, script, received, events);
    assertThat(violations).hasSize(1);
    return violations.get(0);
  }

  static void assertThatIs(Violation violation, Kind kind, long offset, String message) {
    assertThat(violation).isEqualTo(new Violation(kind, 0, offset, message));
  }
}
