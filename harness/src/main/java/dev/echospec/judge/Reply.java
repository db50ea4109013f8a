package dev.echospec.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.oracle.Oracle;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What came back on one connection, beside what was owed there, from where the two part. */
final class Reply {
  /** How far around the difference is looked. */
  private static final int WINDOW = 4096;

  /** As much of what was sent is looked at as a whole. */
  private static final int WHOLE = 1 << 18;

  private static final int LONGEST_CHARACTER = 4;

  private static final int FEW_LETTERS = 4;

  private final Evidence.Sighting sighting;
  private final Oracle oracle;
  private final int connection;
  private final Received received;
  private final long total;
  private final byte[] owed;
  private final byte[] sent;
  private byte[] wholeSent;
  private byte[] wholeEcho;

  /** One write of the client: the step, and where its bytes are in the stream. */
  record Write(int step, long start, long length) {
    long end() {
      return start + length;
    }
  }

  Reply(Evidence.Sighting sighting, Oracle oracle, int connection) {
    this.sighting = sighting;
    this.oracle = oracle;
    this.connection = connection;
    this.received = sighting.transcript().received(connection);
    this.total = script().sent(connection).stream().mapToLong(Payload::length).sum();
    this.owed = oracle.owed(script(), connection, at(), WINDOW);
    this.sent = Oracle.IDENTITY.owed(script(), connection, at(), WINDOW);
  }

  private Script script() {
    return sighting.script();
  }

  int connection() {
    return connection;
  }

  /** Offset of the first byte that is not as it should be, or is not there. */
  long at() {
    return received.matched();
  }

  long total() {
    return total;
  }

  long length() {
    return received.length();
  }

  /** What came from the difference on, as far as it was kept. */
  byte[] got() {
    return received.rest();
  }

  /** What was owed from the difference on; empty if the whole echo had come by then. */
  byte[] owed() {
    return owed;
  }

  /** What the client sent where the difference is, 0 to 255; -1 if it sent no more. */
  int raw() {
    return sent.length == 0 ? -1 : sent[0] & 0xff;
  }

  /** What came in place of it, 0 to 255; -1 if nothing did. */
  int came() {
    return got().length == 0 ? -1 : got()[0] & 0xff;
  }

  /** What was sent some bytes behind the difference (or before it, if negative), or -1. */
  int rawAt(int distance) {
    long place = at() + distance;
    byte[] one = place < 0 ? new byte[0] : Oracle.IDENTITY.owed(script(), connection, place, 1);
    return one.length == 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Bytes came that are not owed: before anything was sent, or behind all that was sent by then.
   */
  boolean isUnasked() {
    return diverged().filter(event -> event.offset() >= event.sentByThen()).isPresent()
        || got().length > 0 && owed.length == 0;
  }

  /** The same, and nothing had been sent at all. */
  boolean isUnaskedAtFirst() {
    return at() == 0
        && isUnasked()
        && diverged().map(event -> event.sentByThen() == 0).orElse(total == 0);
  }

  /** Whether the first thing that is not as it should be came after the client's half-close. */
  boolean divergedBehindHalfClose() {
    return diverged().filter(event -> event.step() >= halfClose()).isPresent();
  }

  private Optional<Event.Diverged> diverged() {
    return first(Event.Diverged.class);
  }

  /** Another byte came than the one that is owed. */
  boolean isWrongByte() {
    return got().length > 0 && owed.length > 0 && !isUnasked();
  }

  /** All that came was right, but there is more that is owed. */
  boolean isShort() {
    return got().length == 0 && length() < total;
  }

  /** Only the byte at the difference is wrong. */
  boolean isOneByteWrong() {
    int more = Math.min(got().length, owed.length) - 1;
    return isWrongByte()
        && (more > 0
            ? Arrays.equals(got(), 1, 1 + more, owed, 1, 1 + more)
            : length() == total && got().length == 1);
  }

  /** Whether all bytes from the difference on come of what was sent by a map of single bytes. */
  boolean isMapped(IntUnaryOperator map) {
    if (!isWrongByte()) {
      return false;
    }
    for (int i = 0; i < Math.min(got().length, sent.length); i++) {
      if ((byte) map.applyAsInt(sent[i] & 0xff) != got()[i]) {
        return false;
      }
    }
    return true;
  }

  /** Where what came differs from what is owed. */
  byte[] differing() {
    byte[] differing = new byte[got().length];
    int count = 0;
    for (int i = 0; i < got().length; i++) {
      if (i >= owed.length || got()[i] != owed[i]) {
        differing[count++] = got()[i];
      }
    }
    return Arrays.copyOf(differing, count);
  }

  /** Whether only a few different bytes are owed here, and all of these are among them. */
  boolean owesOnlySuch(byte[] bytes) {
    BitSet own = new BitSet(256);
    for (byte b : wholeEcho()) {
      own.set(b & 0xff);
    }
    for (byte b : bytes) {
      if (!own.get(b & 0xff)) {
        return false;
      }
    }
    return own.cardinality() <= FEW_LETTERS;
  }

  /**
   * Whether the echo goes on right behind the difference.
   *
   * @param inOwed behind so many bytes of what is owed
   * @param inGot behind so many bytes of what came
   */
  boolean goesOn(int inOwed, int inGot) {
    int due = owed.length - inOwed;
    int came = got().length - inGot;
    int n = Math.min(due, came);
    return due >= 0
        && came >= 0
        && (n >= 4 || at() + inOwed + n == total && n == came)
        && Arrays.equals(owed, inOwed, inOwed + n, got(), inGot, inGot + n);
  }

  /**
   * Whether the reply is the echo but for some writes that are missing, each of them of so many
   * bytes at most.
   */
  boolean lacksOnlyWritesUpTo(int most) {
    List<Write> writes = writes();
    byte[] echo = wholeEcho();
    if (writes.size() < 2 || total > WINDOW || length() >= total || at() > length()) {
      return false;
    }
    byte[] reply = replyFrom(0);
    if (reply.length != length()) {
      return false;
    }
    BitSet reached = new BitSet();
    reached.set(0);
    for (Write write : writes) {
      int length = (int) write.length();
      int start = (int) write.start();
      BitSet next = new BitSet();
      reached.stream()
          .forEach(
              at -> {
                if (length <= most) {
                  next.set(at);
                }
                if (at + length <= reply.length
                    && Arrays.equals(reply, at, at + length, echo, start, start + length)) {
                  next.set(at + length);
                }
              });
      reached = next;
    }
    return reached.get(reply.length);
  }

  /** How many bytes were left out before the echo went on; 0 if that is not what happened. */
  int leftOut() {
    if (!isWrongByte()) {
      return 0;
    }
    for (int k = 1; k < owed.length; k++) {
      int n = Math.min(got().length, owed.length - k);
      boolean toTheEnd = at() + k + n == total && n == got().length;
      if ((n >= 4 || toTheEnd) && Arrays.equals(got(), 0, n, owed, k, k + n)) {
        return k;
      }
    }
    return 0;
  }

  /** The byte at the difference never came: it was left out, or nothing came any more. */
  boolean isSwallowed() {
    return isShort() || leftOut() > 0;
  }

  /** What was put in before the echo went on, or behind all of it; empty if nothing was. */
  byte[] putIn() {
    if (isUnasked()) {
      return got();
    }
    for (int k = 1; isWrongByte() && k < got().length; k++) {
      int n = Math.min(got().length - k, owed.length);
      boolean toTheEnd = at() + n == total && k + n == got().length;
      if ((n >= 4 || toTheEnd) && Arrays.equals(got(), k, k + n, owed, 0, n)) {
        return Arrays.copyOf(got(), k);
      }
    }
    return new byte[0];
  }

  /** The right bytes came, in another order. */
  boolean isReordered() {
    if (!isWrongByte() || got().length != owed.length || length() != total) {
      return false;
    }
    byte[] came = got().clone();
    byte[] due = owed.clone();
    Arrays.sort(came);
    Arrays.sort(due);
    return Arrays.equals(came, due);
  }

  /** Whether the reply is, from an offset on, as if this had been sent there. */
  boolean hasEchoOf(long from, byte[] bytes) {
    return has(from, oracle.apply(bytes));
  }

  /** Whether the reply continues like this from an offset on that may lie before the difference. */
  boolean has(long from, byte[] bytes) {
    byte[] reply = replyFrom(from);
    int n = Math.min(reply.length, bytes.length);
    return from + n > at() && Arrays.equals(reply, 0, n, bytes, 0, n);
  }

  private byte[] replyFrom(long from) {
    byte[] right = oracle.owed(script(), connection, from, (int) (at() - from));
    byte[] all = Arrays.copyOf(right, right.length + got().length);
    System.arraycopy(got(), 0, all, right.length, got().length);
    return all;
  }

  /** Where the character begins that the difference is in, or the difference itself. */
  long characterStart() {
    long start = at();
    for (int back = 0; back < LONGEST_CHARACTER; back++) {
      int b = rawAt(-back);
      if (b < 0 || b < 0x80) {
        break;
      }
      if (b >= 0xc0) {
        start = at() - back;
        break;
      }
    }
    return start;
  }

  /** The whole character there as it was owed; empty if it is not UTF-8. */
  Optional<String> character() {
    long start = characterStart();
    for (int n = 1; n <= LONGEST_CHARACTER; n++) {
      byte[] bytes = oracle.owed(script(), connection, start, n);
      if (bytes.length == n && isUtf8(bytes)) {
        return start + n > at() ? Optional.of(new String(bytes, UTF_8)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Some characters from there on as they were sent, up to what is not UTF-8. */
  String text(long from, int characters) {
    byte[] bytes = Oracle.IDENTITY.owed(script(), connection, from, characters * LONGEST_CHARACTER);
    int length = bytes.length;
    while (length > 0 && !isUtf8(Arrays.copyOf(bytes, length))) {
      length--;
    }
    String text = new String(bytes, 0, length, UTF_8);
    return text.substring(
        0, text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length()))));
  }

  /** Whether all that the client sent is UTF-8 text, as far as it is looked at. */
  boolean sentUtf8() {
    return total <= WHOLE && isUtf8(wholeSent());
  }

  /** Whether the client sent anything beyond ASCII. */
  boolean sentBeyondAscii() {
    for (byte b : wholeSent()) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the client sent a line end. */
  boolean sentLineEnd() {
    return total > 0 && indexOf(wholeSent(), new byte[] {'\n'}) >= 0;
  }

  /**
   * The smallest power of two, from 16 on, of which a multiple lies inside a character; 0 if there
   * is none.
   */
  int cutBy() {
    byte[] bytes = wholeSent();
    for (int size = 16; size <= 1 << 16; size *= 2) {
      for (int place = size; place < bytes.length; place += size) {
        if ((bytes[place] & 0xc0) == 0x80) {
          return size;
        }
      }
    }
    return 0;
  }

  /** Whether a write of the client ended inside a character. */
  boolean isCutByWrites() {
    byte[] bytes = wholeSent();
    return writes().stream()
        .anyMatch(write -> write.end() < bytes.length && (bytes[(int) write.end()] & 0xc0) == 0x80);
  }

  private byte[] wholeSent() {
    if (wholeSent == null) {
      wholeSent = Oracle.IDENTITY.owed(script(), connection, 0, (int) Math.min(total, WHOLE));
    }
    return wholeSent;
  }

  private byte[] wholeEcho() {
    if (wholeEcho == null) {
      wholeEcho = oracle.apply(wholeSent());
    }
    return wholeEcho;
  }

  /** Whether these bytes are owed on this connection, one behind the other. */
  boolean owes(byte[] bytes) {
    return bytes.length > 0 && indexOf(wholeEcho(), bytes) >= 0;
  }

  /** Whether a letter was upper-cased rightly before the difference. */
  boolean upperCased(int letter) {
    byte[] lower = Oracle.IDENTITY.owed(script(), connection, 0, right());
    byte[] upper = oracle.owed(script(), connection, 0, right());
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] != upper[i] && (letter < 0 || lower[i] == letter)) {
        return true;
      }
    }
    return false;
  }

  private int right() {
    return (int) Math.min(at(), WHOLE);
  }

  List<Write> writes() {
    List<Write> writes = new ArrayList<>();
    long start = 0;
    List<Step> steps = script().steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Send send && send.connection() == connection) {
        writes.add(new Write(i, start, send.payload().length()));
        start += send.payload().length();
      }
    }
    return writes;
  }

  /** How many writes were echoed whole. */
  long writesEchoed() {
    return writes().stream().filter(write -> write.end() <= at()).count();
  }

  /** The write that begins at the difference, if one does. */
  Optional<Write> writeHere() {
    return writes().stream()
        .filter(write -> write.start() == at() && write.length() > 0)
        .findFirst();
  }

  /** How long the client paused right before a step, in milliseconds. */
  int pauseBefore(int step) {
    return step > 0 && script().steps().get(step - 1) instanceof Step.Pause pause
        ? pause.millis()
        : 0;
  }

  /** Whether the client wrote twice without reading in between. */
  boolean isPipelined() {
    boolean unread = false;
    for (Step step : script().steps()) {
      if (step instanceof Step.Send send && send.connection() == connection) {
        if (unread) {
          return true;
        }
        unread = true;
      } else if (step instanceof Step.Pause
          || step instanceof Step.Read read && read.connection() == connection) {
        unread = false;
      }
    }
    return false;
  }

  boolean stopsReading() {
    return does(Step.StopReading.class);
  }

  boolean halfCloses() {
    return halfClose() < Integer.MAX_VALUE;
  }

  /** Whether the client does something like this on the connection. */
  boolean does(Class<? extends Step.OnConnection> kind) {
    return index(kind) < Integer.MAX_VALUE;
  }

  int halfClose() {
    return index(Step.HalfClose.class);
  }

  /** The first step of this kind on the connection. */
  int index(Class<? extends Step.OnConnection> kind) {
    List<Step> steps = script().steps();
    for (int i = 0; i < steps.size(); i++) {
      if (kind.isInstance(steps.get(i)) && kind.cast(steps.get(i)).connection() == connection) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Whether the client closed or reset the connection while the server may still owe something. */
  boolean isAborted() {
    return does(Step.Reset.class) || does(Step.Close.class);
  }

  /** Whether the server ended the connection before the client had half-closed. */
  boolean isEndedByServer() {
    return end().filter(event -> event.step() < halfClose()).isPresent();
  }

  /** Whether the server ended the connection. */
  boolean isEnded() {
    return end().isPresent();
  }

  boolean isReset() {
    return first(Event.WasReset.class).isPresent();
  }

  private Optional<Event> end() {
    return first(Event.EndOfStream.class)
        .<Event>map(event -> event)
        .or(() -> first(Event.WasReset.class));
  }

  /** How long the connection was quiet before the server ended it, in milliseconds; -1 if not. */
  long quietBeforeEnd() {
    if (end().isEmpty()) {
      return -1;
    }
    long last = 0;
    for (Event event : sighting.transcript().events()) {
      if (event.connection() == connection
          && (event instanceof Event.Got
              || event instanceof Event.Sent
              || event instanceof Event.Connected)) {
        last = Math.max(last, event.at().toMillis());
      }
    }
    return end().orElseThrow().at().toMillis() - last;
  }

  private <E extends Event> Optional<E> first(Class<E> kind) {
    return sighting.transcript().first(kind, connection);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
