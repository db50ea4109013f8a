package dev.echospec.result;

import dev.echospec.file.TextFile;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.suite.Violated.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failure file tells of the failure: less than the run saw of a long conversation.
 *
 * @param oracle what the server had to answer
 * @param sight what was played and seen, with the first violation
 * @param extent what else shows the failure and what does not
 */
record RecordedFailure(Oracle oracle, Observation sight, List<String> extent) {
  /** Copies the list. */
  RecordedFailure {
    extent = List.copyOf(extent);
  }

  /**
   * Reads a failure file.
   *
   * @throws Malformed if it is none, or does not say what was seen; the message begins with the
   *     path
   */
  static RecordedFailure read(Path path) throws Malformed {
    return TextFile.read(path, JsonText.LONGEST, RecordedFailure::parse);
  }

  /**
   * Reads the text of a failure file.
   *
   * @throws Malformed if it is none, or does not say what was seen
   */
  static RecordedFailure parse(String text) throws Malformed {
    FailureFile file = FailureFile.parse(text);
    FailureDocument document = JsonText.value(JsonText.parse(text), FailureDocument.class);
    FailureDocument.Seen seen = document.seen();
    Optional<ViolationEntry> entry = document.violation();
    if (seen == null || entry.isEmpty()) {
      throw new Malformed("it does not say what was seen");
    }
    try {
      Transcript transcript =
          new Transcript(
              events(seen),
              received(seen),
              duration(seen.millis()),
              Math.max(0, seen.eventsLeftOut()));
      Observation sight =
          new Observation(
              file.script(), file.law(), transcript, List.of(violation(entry.orElseThrow())));
      return new RecordedFailure(new Oracle(file.transform()), sight, document.extent());
    } catch (IllegalArgumentException e) {
      throw new Malformed("what was seen cannot be read: " + e.getMessage());
    }
  }

  private static Violation violation(ViolationEntry entry) {
    Violation.Kind kind =
        Arrays.stream(Violation.Kind.values())
            .filter(one -> FailureFile.slug(one).equals(entry.kind()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("a violation of an unknown kind"));
    return new Violation(kind, entry.on(), Math.max(0, entry.offset()), entry.message());
  }

  private static List<Event> events(FailureDocument.Seen seen) {
    List<Event> events = new ArrayList<>();
    seen.events().forEach(entry -> events.add(event(entry)));
    return events;
  }

  private static Event event(FailureDocument.EventEntry entry) {
    int step = Math.max(0, entry.step() - 1);
    int on = entry.on();
    Duration at = duration(entry.millis());
    return switch (entry.event()) {
      case "connected" -> new Event.Connected(step, on, at);
      case "not-connected" -> new Event.NotConnected(step, on, at, why(entry.why()));
      case "sent" -> new Event.Sent(step, on, at, number(entry.total()));
      case "stalled" ->
          new Event.Stalled(step, on, at, number(entry.total()), duration(entry.quietMillis()));
      case "got" -> new Event.Got(step, on, at, number(entry.total()));
      case "diverged" ->
          new Event.Diverged(step, on, at, number(entry.offset()), number(entry.sentByThen()));
      case "end-of-stream" -> new Event.EndOfStream(step, on, at);
      case "was-reset" -> new Event.WasReset(step, on, at);
      case "gave-up" -> new Event.GaveUp(step, on, at, duration(entry.silenceMillis()));
      case "time-up" -> new Event.TimeUp(step, on, at);
      default -> throw new IllegalArgumentException("an event of an unknown kind");
    };
  }

  private static Event.NotConnected.Why why(@Nullable String word) {
    return Arrays.stream(Event.NotConnected.Why.values())
        .filter(one -> FailureFile.slug(one).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a connect failed in an unknown way"));
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : Math.max(0, value);
  }

  private static Duration duration(@Nullable Double millis) {
    return millis == null ? Duration.ZERO : Seconds.ofMillis(millis);
  }

  private static Map<Integer, Received> received(FailureDocument.Seen seen) {
    Map<Integer, Received> received = new HashMap<>();
    for (FailureDocument.ReceivedEntry entry : seen.received()) {
      byte[] rest = HexFormat.of().parseHex(entry.hexFromFirstDifference());
      received.put(
          entry.on(),
          new Received(
              Math.max(0, entry.sent()),
              Math.max(0, entry.length()),
              Math.max(0, entry.matched()),
              rest));
    }
    return received;
  }
}
