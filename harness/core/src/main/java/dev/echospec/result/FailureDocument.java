package dev.echospec.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.reference.server.Transform;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A failure file, property for property: docs/results.md and docs/failure.schema.json describe it.
 * Only {@code case}, {@code law}, {@code transform} and {@code script} are needed to play the
 * conversation again; the rest is for people, and may be missing.
 *
 * @param echospec the version of the format
 * @param client of a failure of a client, in place of {@code law}, {@code script} and {@code seen}:
 *     a {@link ClientEntry}
 */
record FailureDocument(
    String echospec,
    @JsonProperty("case") Optional<String> caseId,
    String rule,
    @JsonInclude(Include.NON_ABSENT) Optional<String> law,
    Optional<String> transform,
    @JsonInclude(Include.NON_ABSENT) Optional<ViolationEntry> violation,
    @JsonInclude(Include.NON_NULL) @Nullable JsonNode script,
    @JsonInclude(Include.NON_NULL) @Nullable JsonNode client,
    @JsonInclude(Include.NON_NULL) @Nullable Seen seen,
    @JsonInclude(Include.NON_EMPTY) List<String> extent,
    @JsonInclude(Include.NON_ABSENT) Optional<DiagnosisEntry> diagnosis,
    String replay) {
  private static final int MOST_EVENTS = 200;
  private static final int MOST_CONNECTIONS = 100;
  private static final int MOST_BYTES = 512;

  /**
   * Returns the document of a recording, which has a script or a client.
   *
   * @param transform what the server has to do to the bytes
   * @param replay the command that plays it
   */
  static FailureDocument recording(
      @Nullable JsonNode script,
      @Nullable JsonNode client,
      Optional<String> law,
      Transform transform,
      String replay) {
    return new FailureDocument(
        FailureFile.FORMAT,
        Optional.of("tap"),
        "Recorded between a client and a server: nothing was judged yet.",
        law,
        Optional.of(FailureFile.slug(transform)),
        Optional.empty(),
        script,
        client,
        null,
        List.of(),
        Optional.empty(),
        replay);
  }

  /**
   * What happened, shortened: the first and the last events tell most.
   *
   * @param millis how long the conversation took
   * @param eventsLeftOut how many events between the first and the last ones are not here
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Seen(
      double millis, List<EventEntry> events, int eventsLeftOut, List<ReceivedEntry> received) {
    static Seen of(Transcript transcript, List<Violation> violations) {
      int count = transcript.events().size();
      List<EventEntry> events =
          IntStream.range(0, count)
              .filter(i -> i < MOST_EVENTS / 2 || i >= count - MOST_EVENTS / 2)
              .mapToObj(i -> EventEntry.of(transcript.events().get(i)))
              .toList();
      // The connections that a violation names are there in any case.
      List<ReceivedEntry> received =
          Stream.concat(
                  violations.stream().map(Violation::connection),
                  transcript.received().keySet().stream().sorted().limit(MOST_CONNECTIONS))
              .distinct()
              .sorted()
              .limit(MOST_CONNECTIONS)
              .map(number -> ReceivedEntry.of(number, transcript.received(number)))
              .toList();
      return new Seen(
          Seconds.millis(transcript.elapsed()),
          events,
          count - events.size() + transcript.leftOut(),
          received);
    }
  }

  /**
   * An event; what its kind does not have is null and left out.
   *
   * @param event the kind, in lower case with dashes
   * @param step number of the step that was being played, from 1
   * @param on number of the connection, from 0
   * @param millis since the play began
   */
  @JsonInclude(Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record EventEntry(
      String event,
      int step,
      int on,
      double millis,
      @Nullable Long total,
      @Nullable Double quietMillis,
      @Nullable Long offset,
      @Nullable Long sentByThen,
      @Nullable String why,
      @Nullable Double silenceMillis) {
    static EventEntry of(Event event) {
      Long total = null;
      Double quiet = null;
      Long offset = null;
      Long sentByThen = null;
      String why = null;
      Double silence = null;
      if (event instanceof Event.Sent sent) {
        total = sent.total();
      } else if (event instanceof Event.Stalled stalled) {
        total = stalled.total();
        quiet = Seconds.millis(stalled.quiet());
      } else if (event instanceof Event.Got got) {
        total = got.total();
      } else if (event instanceof Event.Diverged diverged) {
        offset = diverged.offset();
        sentByThen = diverged.sentByThen();
      } else if (event instanceof Event.NotConnected not) {
        why = FailureFile.slug(not.why());
      } else if (event instanceof Event.GaveUp gaveUp) {
        silence = Seconds.millis(gaveUp.silence());
      }
      return new EventEntry(
          kind(event),
          event.step() + 1,
          event.connection(),
          Seconds.millis(event.at()),
          total,
          quiet,
          offset,
          sentByThen,
          why,
          silence);
    }

    private static String kind(Event event) {
      // EndOfStream is "end-of-stream".
      return event
          .getClass()
          .getSimpleName()
          .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
          .toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What came on a connection, in bytes.
   *
   * @param on number of the connection, from 0
   * @param matched how many of the first bytes are the echo
   * @param hexFromFirstDifference the first bytes that are not, up to a limit
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ReceivedEntry(
      int on, long sent, long length, long matched, String hexFromFirstDifference) {
    static ReceivedEntry of(int number, Received received) {
      byte[] kept = Arrays.copyOf(received.rest(), Math.min(MOST_BYTES, received.rest().length));
      return new ReceivedEntry(
          number,
          received.sent(),
          received.length(),
          received.matched(),
          HexFormat.of().formatHex(kept));
    }
  }
}
