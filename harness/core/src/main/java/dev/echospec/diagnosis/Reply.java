package dev.echospec.diagnosis;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What came back on one connection, beside what was owed there, from where the two part. */
final class Reply {
  /** How far around the difference is looked. */
  private static final int WINDOW = 4096;

  private static final int FEW_LETTERS = 4;

  private final Evidence.Sighting sighting;
  private final Oracle oracle;
  private final int connection;
  private final ClientSide client;
  private final SentText text;
  private final Received received;
  private final byte[] owed;
  private final byte[] sent;
  private byte[] wholeEcho;

  Reply(Evidence.Sighting sighting, Oracle oracle, int connection) {
    this.sighting = sighting;
    this.oracle = oracle;
    this.connection = connection;
    this.received = sighting.transcript().received(connection);
    this.client = new ClientSide(sighting.script(), connection);
    this.text = new SentText(oracle, client, at());
    this.owed = client.owed(oracle, at(), WINDOW);
    this.sent = client.sent(at(), WINDOW);
  }

  int connection() {
    return connection;
  }

  /** Whose reply it is. */
  ClientSide client() {
    return client;
  }

  /** What it replies to; the difference is the place in question. */
  SentText text() {
    return text;
  }

  /** Offset of the first byte that is not as it should be, or is not there. */
  long at() {
    return received.matched();
  }

  long total() {
    return client.total();
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

  /** What came in place of it, 0 to 255; -1 if nothing that is owed there did. */
  int came() {
    return isWrongByte() ? got()[0] & 0xff : -1;
  }

  /** What was sent some bytes behind the difference (or before it, if negative), or -1. */
  int rawAt(int distance) {
    return client.rawAt(at() + distance);
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
        && diverged().map(event -> event.sentByThen() == 0).orElse(total() == 0);
  }

  /** Whether the first thing that is not as it should be came after the client's half-close. */
  boolean divergedBehindHalfClose() {
    return diverged().filter(event -> event.step() >= client.halfClose()).isPresent();
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
    return got().length == 0 && length() < total();
  }

  /** Only the byte at the difference is wrong. */
  boolean isOneByteWrong() {
    int more = Math.min(got().length, owed.length) - 1;
    return isWrongByte()
        && (more > 0
            ? Arrays.equals(got(), 1, 1 + more, owed, 1, 1 + more)
            : length() == total() && got().length == 1);
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
        && (n >= 4 || at() + inOwed + n == total() && n == came)
        && Arrays.equals(owed, inOwed, inOwed + n, got(), inGot, inGot + n);
  }

  /**
   * Whether the reply is the echo but for some writes that are missing, each of them of so many
   * bytes at most.
   */
  boolean lacksOnlyWritesUpTo(int most) {
    List<ClientSide.Write> writes = client.writes();
    byte[] echo = wholeEcho();
    if (writes.size() < 2 || total() > WINDOW || length() >= total() || at() > length()) {
      return false;
    }
    byte[] reply = replyFrom(0);
    if (reply.length != length()) {
      return false;
    }
    BitSet reached = new BitSet();
    reached.set(0);
    for (ClientSide.Write write : writes) {
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
      boolean toTheEnd = at() + k + n == total() && n == got().length;
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
    if (!isWrongByte() && !isUnasked()) {
      return new byte[0];
    }
    for (int k = 1; owed.length > 0 && k < got().length; k++) {
      int n = Math.min(got().length - k, owed.length);
      boolean toTheEnd = at() + n == total() && k + n == got().length;
      if ((n >= 4 || toTheEnd) && Arrays.equals(got(), k, k + n, owed, 0, n)) {
        return Arrays.copyOf(got(), k);
      }
    }
    return isUnasked() ? got() : new byte[0];
  }

  /** The right bytes came, in another order. */
  boolean isReordered() {
    if (!isWrongByte() || got().length != owed.length || length() != total()) {
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
    byte[] right = client.owed(oracle, from, (int) (at() - from));
    byte[] all = Arrays.copyOf(right, right.length + got().length);
    System.arraycopy(got(), 0, all, right.length, got().length);
    return all;
  }

  private byte[] wholeEcho() {
    if (wholeEcho == null) {
      wholeEcho = oracle.apply(text.bytes());
    }
    return wholeEcho;
  }

  /** Whether these bytes are owed on this connection, one behind the other. */
  boolean owes(byte[] bytes) {
    return bytes.length > 0 && indexOf(wholeEcho(), bytes) >= 0;
  }

  /** Whether a letter was upper-cased rightly before the difference. */
  boolean upperCased(int letter) {
    byte[] lower = client.sent(0, right());
    byte[] upper = client.owed(oracle, 0, right());
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] != upper[i] && (letter < 0 || lower[i] == letter)) {
        return true;
      }
    }
    return false;
  }

  private int right() {
    return (int) Math.min(at(), SentText.WHOLE);
  }

  /** How many writes were echoed whole. */
  long writesEchoed() {
    return client.writes().stream().filter(write -> write.end() <= at()).count();
  }

  /** The write that begins at the difference, if one does. */
  Optional<ClientSide.Write> writeHere() {
    return client.writes().stream()
        .filter(write -> write.start() == at() && write.length() > 0)
        .findFirst();
  }

  /** Whether the server ended the connection before the client had half-closed. */
  boolean isEndedByServer() {
    return end().filter(event -> event.step() < client.halfClose()).isPresent();
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

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
