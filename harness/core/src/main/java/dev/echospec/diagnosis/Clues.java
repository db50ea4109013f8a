package dev.echospec.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.diagnosis.CaseReference.Section;
import dev.echospec.diagnosis.Evidence.Death;
import dev.echospec.diagnosis.Evidence.Sighting;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.script.Payload;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What rules of diagnosis ask of a case that failed. */
final class Clues {
  static final long MIB = 1 << 20;

  /** So few bytes of another connection could be chance; so many are compared. */
  private static final int COMPARED = 8;

  private static final int MOST_OTHERS = 250;

  private final String caseId;
  private final Sighting sighting;
  private final Evidence evidence;
  private final Reply reply;
  private List<Reply> others;

  Clues(String caseId, Sighting sighting, Evidence evidence) {
    this.caseId = caseId;
    this.sighting = sighting;
    this.evidence = evidence;
    this.reply = reply(subject());
  }

  /** The first connection with wrong bytes, which say most; else that of the first violation. */
  private int subject() {
    for (Step step : sighting.script().steps()) {
      if (step instanceof Step.Connect connect
          && !sighting.transcript().received(connect.connection()).asExpected()) {
        return connect.connection();
      }
    }
    return violation().connection();
  }

  Reply reply(int connection) {
    return new Reply(sighting, evidence.oracle(), connection);
  }

  /** The connection on which the fault shows. */
  Reply reply() {
    return reply;
  }

  /** The client there. */
  ClientSide client() {
    return reply.client();
  }

  /** What that client sent. */
  SentText sent() {
    return reply.text();
  }

  /** What the client sent where the difference is, 0 to 255; -1 if it sent no more. */
  int raw() {
    return reply.raw();
  }

  /** What came in place of it; -1 where bytes were left out or put in. */
  int came() {
    return reply.came();
  }

  /** Something else came in place of it, which begins like this. */
  boolean came(String text) {
    return reply.isWrongByte() && reply.has(reply.at(), text.getBytes(UTF_8));
  }

  /** One byte came in place of another. */
  boolean maps(int from, int to) {
    return raw() == from && came() == to;
  }

  /** The byte in question is beyond ASCII. */
  boolean isHigh() {
    return raw() >= 0x80;
  }

  /** The byte did not come, and the server lives. */
  boolean isSwallowed() {
    return reply.isSwallowed()
        && !isProcessDead()
        // A connection that the server ended early lost more than this byte.
        && (reply.isWrongByte() || !reply.isEndedByServer());
  }

  /** The difference is neither at the beginning nor at the end of what the client wrote. */
  boolean isInsideAWrite() {
    long at = reply.at();
    return client().writes().stream().anyMatch(w -> w.start() < at && at < w.end());
  }

  /** Whether the failed case is this one. */
  boolean isOf(CaseReference reference) {
    return caseId.equals(reference.id());
  }

  /** Whether any other case failed as well. */
  boolean failsElsewhere() {
    return evidence.trials().stream()
        .anyMatch(trial -> !trial.caseId().equals(caseId) && trial.failure().isPresent());
  }

  /** Whether the failed case is in this section. */
  boolean isIn(Section section) {
    return section.contains(caseId);
  }

  Sighting sighting() {
    return sighting;
  }

  Evidence evidence() {
    return evidence;
  }

  private Violation violation() {
    return sighting.violations().get(0);
  }

  boolean is(Kind... kinds) {
    return Arrays.asList(kinds).contains(violation().kind());
  }

  /** Whether the server holds too much of any of these. */
  boolean holds(Excess... any) {
    return Arrays.stream(any).anyMatch(violation().excess()::contains);
  }

  /** The server ended the connection though the client had not, and is itself alive. */
  boolean isClosedEarly() {
    return is(Kind.EARLY_END, Kind.LOST) && reply.isEndedByServer() && !isProcessDead();
  }

  /** The server ended the connection after the client, and owed more. */
  boolean losesTail() {
    return is(Kind.LOST) && reply.isShort() && !reply.isEndedByServer() && !isProcessDead();
  }

  int connections() {
    return sighting.script().connections();
  }

  /** The most connections that are open at once, up to where the fault shows. */
  int openAtOnce() {
    BitSet open = new BitSet();
    int most = 0;
    for (Step step : sighting.script().steps()) {
      if (step instanceof Step.OnConnection on) {
        open.set(on.connection(), !step.kind().endsConnection());
      }
      most = Math.max(most, open.cardinality());
    }
    return most;
  }

  /** How many connections were there before the first one that was let down, plus one. */
  int place() {
    int before = 0;
    for (Step step : sighting.script().steps()) {
      if (step instanceof Step.Connect connect) {
        before++;
        if (connect.connection() == violation().connection()) {
          break;
        }
      }
    }
    return before;
  }

  /** The replies to the other clients; of very many, to some. */
  private List<Reply> others() {
    if (others == null) {
      others =
          sighting.script().steps().stream()
              .filter(Step.Connect.class::isInstance)
              .map(step -> ((Step.Connect) step).connection())
              .filter(connection -> connection != reply.connection())
              .limit(MOST_OTHERS)
              .map(this::reply)
              .toList();
    }
    return others;
  }

  /** Another connection to which the bytes belong that came on this one. */
  Optional<Reply> owner() {
    // In the first place what was put in before the echo went on.
    byte[] got = reply.putIn().length > 0 ? reply.putIn() : reply.got();
    if (got.length == 0) {
      return Optional.empty();
    }
    byte[] some = Arrays.copyOf(got, Math.min(got.length, COMPARED));
    return others().stream()
        .filter(other -> other.owes(some))
        .findFirst()
        .or(
            () ->
                // Only some bytes may be foreign: where each client has letters of its own, they
                // tell.
                others().stream()
                    .filter(other -> other.owesOnlySuch(reply.differing()))
                    .filter(other -> !reply.owesOnlySuch(reply.differing()))
                    .findFirst());
  }

  /** Whether a connection is over by the time that another one begins. */
  boolean isOverBefore(Reply earlier, Reply later) {
    int end =
        Math.min(
            Math.min(
                earlier.client().index(Step.Reset.class), earlier.client().index(Step.Close.class)),
            earlier.client().index(Step.ReadToEnd.class));
    return end < later.client().index(Step.Connect.class);
  }

  /** Whether some other client does this before the fault shows. */
  boolean anotherDoes(Class<? extends Step.OnConnection> kind) {
    return others().stream().anyMatch(other -> other.client().does(kind));
  }

  /** Whether some client does this. */
  boolean someoneDoes(Class<? extends Step.OnConnection> kind) {
    return sighting.script().steps().stream().anyMatch(kind::isInstance);
  }

  /**
   * Whether another client does not read what it is owed, and that is much. One that had left when
   * this client sent something holds up nothing any more.
   */
  boolean anotherStopsReadingMuch() {
    int began = client().writes().stream().mapToInt(ClientSide.Write::step).findFirst().orElse(0);
    return others().stream()
        .filter(other -> other.client().stopsReading() && other.total() >= MIB)
        .anyMatch(other -> other.client().leaves() > began);
  }

  /** Whether a client left (with or without a reset) that had sent something and not read it. */
  boolean someoneLeavesUnread() {
    return repliesToAll().stream()
        .anyMatch(
            one ->
                one.client().isAborted()
                    && one.total() > 0
                    && !one.client().does(Step.Read.class)
                    && !one.client().does(Step.Reset.class));
  }

  /** Whether a client left with a mebibyte or more on its way. */
  boolean someoneLeavesMuch() {
    return repliesToAll().stream()
        .anyMatch(one -> one.client().isAborted() && one.total() >= MIB / 2);
  }

  /** Whether a client ended, in order, without having sent anything. */
  boolean someoneEndsEmpty() {
    return repliesToAll().stream()
        .anyMatch(one -> one.total() == 0 && !one.client().does(Step.Reset.class));
  }

  private List<Reply> repliesToAll() {
    List<Reply> all = new ArrayList<>(others());
    all.add(reply);
    return all;
  }

  boolean pauses() {
    return sighting.script().steps().stream().anyMatch(Step.Pause.class::isInstance);
  }

  long bytes() {
    return sighting.script().bytes();
  }

  /** The server ended or stopped answering. */
  boolean isDead() {
    return sighting.death().isPresent() || is(Kind.DID_NOT_SURVIVE);
  }

  /** Its process is known to have ended. */
  boolean isProcessDead() {
    return sighting.death().filter(Death::ofProcess).isPresent();
  }

  /** Whether what the server printed last, or how it ended, contains a match. */
  boolean said(Pattern words) {
    return sighting
        .death()
        .filter(
            death -> words.matcher(death.lastWords()).find() || words.matcher(death.how()).find())
        .isPresent();
  }

  boolean saidNothing() {
    return sighting.death().filter(death -> !death.lastWords().isBlank()).isEmpty();
  }

  /** Whether a letter was upper-cased rightly somewhere, in this case or another; any if -1. */
  boolean upperCasedElsewhere(int letter) {
    return evidence.trials().stream()
        .flatMap(trial -> trial.failure().stream())
        .anyMatch(
            one ->
                one.script().steps().stream()
                    .filter(Step.Connect.class::isInstance)
                    .map(step -> ((Step.Connect) step).connection())
                    .anyMatch(c -> new Reply(one, evidence.oracle(), c).upperCased(letter)));
  }

  /** Whether a number looks like a limit that a program has: a power of two, or a round one. */
  static boolean isRound(long number) {
    return number >= 16
        && (Long.bitCount(number) == 1
            || number >= 512 && number % 512 == 0
            || number >= 1000 && number % 1000 == 0
            || number == 1460);
  }

  /** Whether the script sends all of its bytes with one write. */
  boolean isOneWrite() {
    return connections() == 1 && reply.client().writes().size() == 1;
  }

  /** Whether the payloads are short enough to have been shrunk to what matters. */
  boolean isSmall() {
    return sighting.script().steps().stream()
        .noneMatch(s -> s instanceof Step.Send send && send.payload() instanceof Payload.Generated);
  }
}
