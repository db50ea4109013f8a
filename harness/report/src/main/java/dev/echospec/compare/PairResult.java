package dev.echospec.compare;

import dev.echospec.client.play.Captured;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.interop.Talk;
import dev.echospec.interop.Wire;
import dev.echospec.judge.Violation;
import dev.echospec.tap.SeenEvent;
import dev.echospec.tap.TapEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a client with a server. The components are properties of results.json. Texts hold
 * what programs printed, so every report escapes them in its own way.
 *
 * @param client its name
 * @param server its name
 * @param verdict whether it works, and if not, whose fault that is
 * @param message what went wrong, in a sentence; empty if it works
 * @param sent what the client was told to send, in words; empty if it was not run
 * @param wire which side did what it had to
 * @param status exit status of the client; empty if the kit had to end it, or it was not run
 * @param output the first of what it printed
 * @param stderr the last of what it printed to stderr
 * @param log the last lines of the server's stderr; empty if it works
 * @param millis how long the client ran
 * @param dialogue what went through the relay, the first and last of it; empty if the client spoke
 *     to the server directly
 * @param recording the folder of the recording, from that of the comparison; empty if it works
 */
public record PairResult(
    String client,
    String server,
    PairVerdict verdict,
    Optional<String> message,
    Optional<String> sent,
    Wire wire,
    Optional<Integer> status,
    String output,
    String stderr,
    String log,
    long millis,
    List<SeenEvent> dialogue,
    Optional<String> recording) {
  private static final int MOST_EVENTS = 24;
  private static final int MOST_OUTPUT = 2_000;

  /** Refuses a pair without names or a verdict, and copies the list. */
  public PairResult {
    Objects.requireNonNull(client, "\"client\" is missing");
    Objects.requireNonNull(server, "\"server\" is missing");
    Objects.requireNonNull(verdict, "\"verdict\" is missing");
    wire = wire == null ? Wire.UNSEEN : wire;
    dialogue = List.copyOf(dialogue);
  }

  /**
   * Returns the folder of a pair's recording, from that of the comparison.
   *
   * @param client its name
   * @param server its name
   */
  public static String recordings(String client, String server) {
    return "pairs/" + client + "/" + server;
  }

  /** Returns the result of a pair that was not run. */
  static PairResult notRun(Pair pair, String why) {
    return new PairResult(
        pair.client().name(),
        pair.server().name(),
        PairVerdict.NOT_RUN,
        Optional.of(why),
        Optional.empty(),
        Wire.UNSEEN,
        Optional.empty(),
        "",
        "",
        "",
        0,
        List.of(),
        Optional.empty());
  }

  /**
   * Returns the result of a talk; a failed one is not judged yet.
   *
   * @param log the last lines of the server's stderr
   * @param recording the folder of its recording
   */
  static PairResult of(Pair pair, Talk talk, String log, Optional<String> recording) {
    ClientTranscript seen = talk.seen();
    return new PairResult(
        pair.client().name(),
        pair.server().name(),
        talk.wrong().isEmpty() ? PairVerdict.WORKS : PairVerdict.NOT_JUDGED,
        talk.wrong().map(Violation::message),
        Optional.of(talk.sent()),
        talk.wire(),
        seen.status(),
        text(seen.stdout()),
        seen.stderr().orElse(""),
        log,
        seen.elapsed().toMillis(),
        shortened(talk.events()),
        recording);
  }

  private static String text(Captured output) {
    byte[] first = output.bytes().bytes(0, MOST_OUTPUT);
    return new String(first, StandardCharsets.UTF_8);
  }

  private static List<SeenEvent> shortened(List<TapEvent> events) {
    int count = events.size();
    return java.util.stream.IntStream.range(0, count)
        .filter(i -> i < MOST_EVENTS / 2 || i >= count - MOST_EVENTS / 2)
        .mapToObj(i -> SeenEvent.of(events.get(i)))
        .toList();
  }

  /** Returns whether the client was run and it did not work. */
  public boolean isBroken() {
    return verdict != PairVerdict.WORKS && verdict != PairVerdict.NOT_RUN;
  }

  /**
   * Returns the same with the verdict that follows from each side's own results. A side has faults
   * if a MUST failed in its own run, expected or not. What it did in this talk clears it: a server
   * that returned the whole echo, and a client that sent the whole message to one that did not.
   *
   * @param ofClient its own result; empty if it has none
   * @param ofServer likewise
   */
  PairResult judged(Optional<MemberResult> ofClient, Optional<MemberResult> ofServer) {
    if (!isBroken()) {
      return this;
    }
    boolean maybeServer = !wire.server();
    boolean maybeClient = wire.server() || !wire.client();
    boolean server = maybeServer && ofServer.filter(MemberResult::hasFaults).isPresent();
    boolean client = maybeClient && ofClient.filter(MemberResult::hasFaults).isPresent();
    boolean unknown =
        maybeServer && ofServer.filter(MemberResult::isJudged).isEmpty()
            || maybeClient && ofClient.filter(MemberResult::isJudged).isEmpty();
    PairVerdict found =
        server && client
            ? PairVerdict.BOTH
            : server
                ? PairVerdict.SERVER
                : client
                    ? PairVerdict.CLIENT
                    : unknown ? PairVerdict.NOT_JUDGED : PairVerdict.UNEXPLAINED;
    return new PairResult(
        this.client,
        this.server,
        found,
        message,
        sent,
        wire,
        status,
        output,
        stderr,
        log,
        millis,
        dialogue,
        recording);
  }
}
