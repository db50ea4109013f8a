package dev.echospec.diagnosis;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The bytes received on one connection, beside the owed ones, from the first difference on. */
final class Reply {
  /** Number of owed bytes that are compared from the difference on. */
  private static final int WINDOW = 4096;

  /** Most different bytes of an echo that still identify its connection. */
  private static final int FEW_LETTERS = 4;

  private final Evidence.Sighting sighting;
  private final Oracle oracle;
  private final int connection;
  private final ClientSide client;
  private final SentText text;
  private final Received received;
  private final byte[] owed;
  private final byte[] sent;
  private byte @Nullable [] wholeEcho;

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

  /** The client that it replies to. */
  ClientSide client() {
    return client;
  }

  /** The bytes that it replies to; the difference is the place in question. */
  SentText text() {
    return text;
  }

  /** Offset of the first byte that is wrong or missing. */
  long at() {
    return received.matched();
  }

  long total() {
    return client.total();
  }

  long length() {
    return received.length();
  }

  /** The received bytes from the difference on, up to {@link Received#KEPT}. */
  byte[] got() {
    return received.rest();
  }

  /** The owed bytes from the difference on; empty if the whole echo was received before it. */
  byte[] owed() {
    return owed;
  }

  /** The byte that the client sent at the difference, 0 to 255; -1 if it sent no more. */
  int raw() {
    return sent.length == 0 ? -1 : sent[0] & 0xff;
  }

  /** The byte received in place of it, 0 to 255; -1 if nothing was owed or received there. */
  int came() {
    return isWrongByte() ? got()[0] & 0xff : -1;
  }

  /** The byte sent this far after the difference (before it, if negative), or -1. */
  int rawAt(int distance) {
    return client.rawAt(at() + distance);
  }

  /**
   * Whether bytes were received that are not owed: before anything was sent, or beyond the echo of
   * all bytes sent by then.
   */
  boolean isUnasked() {
    return diverged().filter(event -> event.offset() >= event.sentByThen()).isPresent()
        || got().length > 0 && owed.length == 0;
  }

  /** The same, and the client had sent nothing yet. */
  boolean isUnaskedAtFirst() {
    return at() == 0
        && isUnasked()
        && diverged().map(event -> event.sentByThen() == 0).orElse(total() == 0);
  }

  /** Whether the first wrong byte was received after the client's half-close. */
  boolean divergedBehindHalfClose() {
    return diverged().filter(event -> event.step() >= client.halfClose()).isPresent();
  }

  private Optional<Event.Diverged> diverged() {
    return first(Event.Diverged.class);
  }

  /** Whether another byte was received than the owed one. */
  boolean isWrongByte() {
    return got().length > 0 && owed.length > 0 && !isUnasked();
  }

  /** Whether all received bytes are right and some are missing. */
  boolean isShort() {
    return got().length == 0 && length() < total();
  }

  /** Whether only the byte at the difference is wrong. */
  boolean isOneByteWrong() {
    int more = Math.min(got().length, owed.length) - 1;
    return isWrongByte()
        && (more > 0
            ? Arrays.equals(got(), 1, 1 + more, owed, 1, 1 + more)
            : length() == total() && got().length == 1);
  }

  /**
   * Whether a map of single bytes turns the sent bytes into the received ones, from the difference
   * on.
   */
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

  /** The received bytes that differ from the owed ones at their place. */
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

  /**
   * Whether the echo of this connection consists of few different bytes, and all of these are among
   * them.
   */
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
   * Whether the echo resumes shortly after the difference.
   *
   * @param inOwed number of owed bytes that are skipped
   * @param inGot number of received bytes that are skipped
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

  /** Whether the reply is the echo without some writes, each of at most this many bytes. */
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

  /** Whether these bytes occur in this order in the owed ones behind the difference. */
  boolean owesLater(byte[] bytes) {
    int at = 1;
    for (byte b : bytes) {
      while (at < owed.length && owed[at] != b) {
        at++;
      }
      if (at == owed.length) {
        return false;
      }
    }
    return bytes.length > 0;
  }

  /** Number of owed bytes that are missing before the echo resumes; 0 if it does not. */
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

  /**
   * Whether the byte at the difference is missing: it was left out, or nothing more was received.
   */
  boolean isSwallowed() {
    return isShort() || leftOut() > 0;
  }

  /**
   * The bytes inserted before the echo resumes, or received after all of it; empty if there are
   * none.
   */
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

  /** Whether the right bytes were received in another order. */
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

  /** Whether the reply, from an offset on, is the echo of these bytes. */
  boolean hasEchoOf(long from, byte[] bytes) {
    return has(from, oracle.apply(bytes));
  }

  /**
   * Whether the reply continues with these bytes from an offset on, which may lie before the
   * difference.
   */
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

  /** Whether the echo of this connection contains these bytes. */
  boolean owes(byte[] bytes) {
    return bytes.length > 0 && indexOf(wholeEcho(), bytes) >= 0;
  }

  /** Whether a letter was upper-cased correctly before the difference; any letter if negative. */
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

  /** Number of writes whose whole echo is right. */
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

  private Optional<Event> end() {
    return first(Event.EndOfStream.class)
        .<Event>map(event -> event)
        .or(() -> first(Event.WasReset.class));
  }

  /** Silence before the server ended the connection, in milliseconds; -1 if it did not. */
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

  /** Time from the connect to the end by the server, in milliseconds; -1 if it did not end it. */
  long lifetime() {
    return end().map(event -> event.at().toMillis()).orElse(-1L)
        - first(Event.Connected.class).map(event -> event.at().toMillis()).orElse(0L);
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
