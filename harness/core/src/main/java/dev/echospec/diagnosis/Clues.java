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
import org.jspecify.annotations.Nullable;

/** The questions that heuristics ask about a failed case. */
final class Clues {
  /** Shorter ones set writes apart, and mean nothing to a server that waits, in milliseconds. */
  static final int LONG_PAUSE = 10;

  static final long MIB = 1 << 20;

  /**
   * Minimum match length that counts as cross-talk, in bytes; shorter matches may be coincidence.
   */
  private static final int COMPARED = 8;

  /** Most other connections that are searched for the owner of foreign bytes. */
  private static final int MOST_OTHERS = 250;

  private final String caseId;
  private final Sighting sighting;
  private final Evidence evidence;
  private final Reply reply;
  private @Nullable List<Reply> others;

  Clues(String caseId, Sighting sighting, Evidence evidence) {
    this.caseId = caseId;
    this.sighting = sighting;
    this.evidence = evidence;
    this.reply = reply(subject());
  }

  /** The first connection with wrong bytes, which say most; else the one of the first violation. */
  private int subject() {
    return sighting.script().connectionNumbers().stream()
        .filter(connection -> !sighting.transcript().received(connection).asExpected())
        .findFirst()
        .orElseGet(() -> violation().connection());
  }

  Reply reply(int connection) {
    return new Reply(sighting, evidence.oracle(), connection);
  }

  /** The reply on the connection that shows the fault. */
  Reply reply() {
    return reply;
  }

  /** The client of that connection. */
  ClientSide client() {
    return reply.client();
  }

  /** The bytes that this client sent, as text. */
  SentText sent() {
    return reply.text();
  }

  /** The byte that the client sent at the difference, 0 to 255; -1 if it sent no more. */
  int raw() {
    return reply.raw();
  }

  /** The byte received in place of it; -1 if bytes were left out or put in. */
  int came() {
    return reply.came();
  }

  /** Whether wrong bytes were received in place of it that begin with this text. */
  boolean came(String text) {
    return reply.isWrongByte() && reply.has(reply.at(), text.getBytes(UTF_8));
  }

  /** Whether one byte was received in place of another. */
  boolean maps(int from, int to) {
    return raw() == from && came() == to;
  }

  /** Whether the byte at the difference is beyond ASCII. */
  boolean isHigh() {
    return raw() >= 0x80;
  }

  /** Whether the byte at the difference was dropped by a server that lives. */
  boolean isSwallowed() {
    return reply.isSwallowed()
        && !isProcessDead()
        // A connection that the server ended early lost more than this byte.
        && (reply.isWrongByte() || !reply.isEndedByServer());
  }

  /** Whether the difference lies strictly inside a write of the client. */
  boolean isInsideAWrite() {
    long at = reply.at();
    return client().writes().stream().anyMatch(w -> w.start() < at && at < w.end());
  }

  /** Whether this case is the failed one. */
  boolean isOf(CaseReference reference) {
    return caseId.equals(reference.id());
  }

  /** Whether another case failed as well. */
  boolean failsElsewhere() {
    return evidence.trials().stream()
        .anyMatch(trial -> !trial.caseId().equals(caseId) && trial.failure().isPresent());
  }

  /** Whether the connection ended after as many messages as one of another case, two or more. */
  boolean isCutOffLikeAnother() {
    return cutOff(sighting)
        .filter(
            mine ->
                evidence.trials().stream()
                    .filter(trial -> !trial.caseId().equals(caseId))
                    .flatMap(trial -> trial.failure().stream())
                    .flatMap(other -> cutOff(other).stream())
                    .anyMatch(other -> other.writes() > 1 && other.isLimitOf(mine)))
        .isPresent();
  }

  private static Optional<CutOff> cutOff(Sighting seen) {
    return CutOff.of(seen.script(), seen.violations().get(0));
  }

  /** Whether the failed case is in this section. */
  boolean isIn(Section section) {
    return section.contains(caseId);
  }

  Sighting sighting() {
    return sighting;
  }

  /** Whether the failure did not repeat in each replay. */
  boolean isByChance() {
    return sighting.replaysFailed() < sighting.replays();
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

  /** Whether the server ended the connection before the client did, and its process lives. */
  boolean isClosedEarly() {
    return is(Kind.EARLY_END, Kind.LOST) && reply.isEndedByServer() && !isProcessDead();
  }

  /** Whether the server ended the connection after the client did, and owed more. */
  boolean losesTail() {
    return is(Kind.LOST) && reply.isShort() && !reply.isEndedByServer() && !isProcessDead();
  }

  int connections() {
    return sighting.script().connections();
  }

  /** The largest number of connections that are open at once. */
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

  /** The ordinal of the first connection with a violation, from 1. */
  int place() {
    List<Integer> numbers = sighting.script().connectionNumbers();
    int at = numbers.indexOf(violation().connection());
    return at < 0 ? numbers.size() : at + 1;
  }

  /** The replies to the other clients, up to {@link #MOST_OTHERS}. */
  private List<Reply> others() {
    if (others == null) {
      others =
          sighting.script().connectionNumbers().stream()
              .filter(connection -> connection != reply.connection())
              .limit(MOST_OTHERS)
              .map(this::reply)
              .toList();
    }
    return others;
  }

  /** The connection that owes the bytes received on this one, if there is one. */
  Optional<Reply> owner() {
    // Bytes inserted before the echo went on are the best clue.
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
                // Single foreign bytes tell as well if each client sends letters of its own.
                others().stream()
                    .filter(other -> other.owesOnlySuch(reply.differing()))
                    .filter(other -> !reply.owesOnlySuch(reply.differing()))
                    .findFirst());
  }

  /** Whether a connection ends before another one begins. */
  boolean isOverBefore(Reply earlier, Reply later) {
    int end =
        Math.min(
            Math.min(
                earlier.client().index(Step.Reset.class), earlier.client().index(Step.Close.class)),
            earlier.client().index(Step.ReadToEnd.class));
    return end < later.client().index(Step.Connect.class);
  }

  /** Whether the script of another client has a step of this kind. */
  boolean anotherDoes(Class<? extends Step.OnConnection> kind) {
    return others().stream().anyMatch(other -> other.client().does(kind));
  }

  /** Whether the script has a step of this kind. */
  boolean someoneDoes(Class<? extends Step.OnConnection> kind) {
    return sighting.script().steps().stream().anyMatch(kind::isInstance);
  }

  /**
   * Whether another client leaves a mebibyte or more unread. A client that had left before this one
   * sent anything does not count: it blocks nothing any more.
   */
  boolean anotherStopsReadingMuch() {
    int began = client().writes().stream().mapToInt(ClientSide.Write::step).findFirst().orElse(0);
    return others().stream()
        .filter(other -> other.client().stopsReading() && other.total() >= MIB)
        .anyMatch(other -> other.client().leaves() > began);
  }

  /** Whether a client sent something and left without reading. */
  boolean someoneLeavesUnread() {
    return repliesToAll().stream()
        .anyMatch(
            one ->
                one.client().isAborted()
                    && one.total() > 0
                    && !one.client().does(Step.Read.class)
                    && !one.client().does(Step.Reset.class));
  }

  /** Whether a client that sent half a mebibyte or more left early. */
  boolean someoneLeavesMuch() {
    return repliesToAll().stream()
        .anyMatch(one -> one.client().isAborted() && one.total() >= MIB / 2);
  }

  /** Whether a client ended without a reset and had sent nothing. */
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
    return sighting.script().steps().stream()
        .anyMatch(step -> step instanceof Step.Pause pause && pause.millis() >= LONG_PAUSE);
  }

  long bytes() {
    return sighting.script().bytes();
  }

  /** Whether the server ended or stopped answering. */
  boolean isDead() {
    return sighting.death().isPresent() || is(Kind.DID_NOT_SURVIVE);
  }

  /** Whether the process of the server is known to have ended. */
  boolean isProcessDead() {
    return sighting.death().filter(Death::ofProcess).isPresent();
  }

  /** Whether the server's last output, or how it ended, contains a match. */
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

  /** Whether a letter was upper-cased correctly in any failed case; any letter if -1. */
  boolean upperCasedElsewhere(int letter) {
    return evidence.trials().stream()
        .flatMap(trial -> trial.failure().stream())
        .anyMatch(
            one ->
                one.script().connectionNumbers().stream()
                    .anyMatch(c -> new Reply(one, evidence.oracle(), c).upperCased(letter)));
  }

  /** Whether a number is a typical limit of programs: a power of two, or a round number. */
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

  /** Whether all payloads are literal, so that shrinking reached single bytes. */
  boolean isSmall() {
    return sighting.script().steps().stream()
        .noneMatch(s -> s instanceof Step.Send send && send.payload() instanceof Payload.Generated);
  }
}
