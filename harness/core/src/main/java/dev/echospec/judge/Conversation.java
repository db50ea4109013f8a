package dev.echospec.judge;

import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.Optional;

/** One connection of a transcript, checked against one rule a method. */
final class Conversation {
  private final Script script;
  private final Transcript transcript;
  private final int connection;
  private final Received received;
  private final long owed;

  Conversation(Script script, Transcript transcript, int connection) {
    this.script = script;
    this.transcript = transcript;
    this.connection = connection;
    this.received = transcript.received(connection);
    this.owed = script.sent(connection).stream().mapToLong(Payload::length).sum();
  }

  /** The server accepts the connection. */
  Optional<Violation> notConnected() {
    return first(Event.NotConnected.class)
        .map(
            event ->
                switch (event.why()) {
                  case REFUSED -> violation(Kind.REFUSED, 0, "the connection was refused");
                  case NO_ANSWER ->
                      violation(
                          Kind.NO_ANSWER,
                          0,
                          "the connect had no answer for " + event.at().toMillis() + " ms");
                  case IMPOSSIBLE ->
                      violation(Kind.NO_ANSWER, 0, "the connection could not be established");
                });
  }

  /**
   * The prefix law: at every moment the received bytes are a prefix of the echo of the bytes sent.
   */
  Optional<Violation> diverged(Oracle oracle) {
    return first(Event.Diverged.class)
        .map(
            event -> {
              long at = event.offset();
              if (at < event.sentByThen()) {
                byte[] expected = oracle.owed(script, connection, at, 1);
                return violation(
                    Kind.WRONG_BYTE,
                    at,
                    "byte %s of the echo is %s, expected %s"
                        .formatted(at, Bytes.name(received.rest()[0]), Bytes.name(expected[0])));
              }
              return unasked(at, event.sentByThen() < owed);
            });
  }

  /** The server returns no more bytes than were sent. */
  Optional<Violation> longer() {
    return received.length() > received.sent()
        ? Optional.of(unasked(received.sent(), false))
        : Optional.empty();
  }

  private Violation unasked(long at, boolean tooSoon) {
    long count = received.length() - at;
    String what = Bytes.count(count) + " came that " + (count == 1 ? "is" : "are") + " not owed";
    if (at == 0) {
      return violation(
          Kind.UNASKED, 0, what + ", before the server was sent anything" + startingWith(at));
    }
    return violation(
        Kind.UNASKED,
        at,
        what
            + (tooSoon ? ", before more was sent than " : ", after the whole echo of ")
            + Bytes.count(at)
            + startingWith(at));
  }

  private String startingWith(long at) {
    byte[] rest = received.rest();
    long inRest = at - received.matched();
    return inRest < rest.length ? ", beginning with " + Bytes.name(rest[(int) inRest]) : "";
  }

  /** The server ends a connection after the client did, and after it has sent all that it owes. */
  Optional<Violation> endedEarly() {
    Optional<Event.WasReset> reset = first(Event.WasReset.class);
    Optional<Event.EndOfStream> end = first(Event.EndOfStream.class);
    if (reset.isEmpty() && end.isEmpty()) {
      return Optional.empty();
    }
    int step = reset.map(Event::step).orElseGet(() -> end.orElseThrow().step());
    String how = reset.isPresent() ? "reset the connection" : "closed the connection";
    long came = received.length();
    if (came < owed && step >= halfClose()) {
      return Optional.of(
          violation(
              Kind.LOST,
              came,
              "the server %s after %s of the %s it owed".formatted(how, came, Bytes.count(owed))));
    }
    if (step < halfClose()) {
      long owedByThen = owedBy(step);
      String after =
          came < owedByThen
              ? " after " + came + " of the " + Bytes.count(owedByThen) + " it owed"
              : " after " + Bytes.count(came) + " of echo";
      return Optional.of(
          violation(
              came < owedByThen ? Kind.LOST : Kind.EARLY_END,
              came,
              "the server " + how + after + ", though the client had not closed its side"));
    }
    return Optional.empty();
  }

  /** The server sends what it owes within the patience while the connection is open. */
  Optional<Violation> late() {
    Optional<Event.GaveUp> gaveUp = first(Event.GaveUp.class);
    if (gaveUp.isEmpty() || received.length() >= owed && waitsForEnd(gaveUp.get())) {
      return Optional.empty();
    }
    Event.GaveUp event = gaveUp.get();
    String waited = "nothing moved for " + event.silence().toMillis() + " ms";
    long owedByThen = owedBy(event.step());
    if (received.sent() < owedByThen) {
      return Optional.of(
          violation(
              Kind.LATE,
              received.length(),
              "the server stopped reading: it took %s of %s, though its echo is read; %s"
                  .formatted(received.sent(), Bytes.count(owedByThen), waited)));
    }
    return Optional.of(
        violation(
            Kind.LATE,
            received.length(),
            "%s of %s came, then %s %s"
                .formatted(
                    received.length(),
                    Bytes.count(owedByThen),
                    waited,
                    halfClose() <= event.step()
                        ? "though the client had ended its side"
                        : "while the connection stays open")));
  }

  /** After the client's half-close and the echo the server closes with a FIN. */
  Optional<Violation> badEnd() {
    if (first(Event.WasReset.class).isPresent()) {
      return Optional.of(
          violation(
              Kind.RESET_AT_END,
              received.length(),
              "the server reset the connection instead of closing it"));
    }
    return first(Event.GaveUp.class)
        .filter(this::waitsForEnd)
        .map(
            event ->
                violation(
                    Kind.NOT_CLOSED,
                    received.length(),
                    "the server did not close: no end of stream for "
                        + event.silence().toMillis()
                        + " ms after the whole echo and the client's half-close"));
  }

  private boolean waitsForEnd(Event.GaveUp event) {
    return event.step() < script.steps().size()
        && script.steps().get(event.step()) instanceof Step.ReadToEnd;
  }

  private int halfClose() {
    int at = script.steps().indexOf(new Step.HalfClose(connection));
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  private long owedBy(int step) {
    long sum = 0;
    for (Step earlier : script.steps().subList(0, Math.min(step + 1, script.steps().size()))) {
      if (earlier instanceof Step.Send send && send.connection() == connection) {
        sum += send.payload().length();
      }
    }
    return sum;
  }

  private <E extends Event> Optional<E> first(Class<E> kind) {
    return transcript.first(kind, connection);
  }

  private Violation violation(Kind kind, long offset, String message) {
    return new Violation(kind, connection, offset, message);
  }
}
