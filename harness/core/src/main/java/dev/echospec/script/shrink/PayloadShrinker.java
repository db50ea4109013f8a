package dev.echospec.script.shrink;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Send;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Proposes fewer and plainer bytes of a connection. It works on the stream, not on single writes,
 * so that a character is removed whole even if two writes share it.
 */
final class PayloadShrinker {
  private PayloadShrinker() {}

  /**
   * Without all bytes, the second half or the first half: this shrinks a large payload in few
   * attempts.
   */
  static Stream<Proposal> withHalfTheBytes(Script script, BitSet text) {
    return ScriptShrinker.flat(
        sent(script, text),
        stream ->
            Stream.of(
                    new Range(0, stream.units(), stream.units()),
                    new Range(stream.units() / 2, stream.units(), stream.units() / 2),
                    new Range(0, stream.units() / 2, stream.units() / 2))
                .map(
                    half ->
                        new Proposal(
                            stream.connection(),
                            half,
                            () -> stream.without(half.from(), half.to()))));
  }

  static Stream<Proposal> withFewerBytes(Script script, BitSet text) {
    return changing(
        script,
        text,
        (stream, range) -> true,
        (stream, range) -> stream.without(range.from(), range.to()));
  }

  static Stream<Proposal> withPlainerBytes(Script script, BitSet text) {
    return changing(
        script,
        text,
        (stream, range) -> !stream.isPlain(range.from(), range.to()),
        (stream, range) -> stream.plain(range.from(), range.to()));
  }

  static byte[] concatenated(List<Payload> payloads) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    payloads.forEach(payload -> all.writeBytes(payload.period()));
    return all.toByteArray();
  }

  private static Stream<Proposal> changing(
      Script script,
      BitSet text,
      BiPredicate<Sent, Range> worthwhile,
      BiFunction<Sent, Range, List<Step>> change) {
    return ScriptShrinker.flat(
        sent(script, text),
        stream ->
            Range.of(stream.units())
                .filter(range -> worthwhile.test(stream, range))
                .map(
                    range ->
                        new Proposal(
                            stream.connection(), range, () -> change.apply(stream, range))));
  }

  private static Stream<Sent> sent(Script script, BitSet text) {
    return script.connectionNumbers().stream()
        .map(connection -> new Sent(script, connection, text.get(connection)));
  }

  /**
   * The literal bytes that one connection sends, in units: bytes, or whole characters if it sends
   * UTF-8.
   */
  private static final class Sent {
    private final List<Step> steps;
    private final int connection;
    private final byte[] bytes;
    private final int[] starts;

    Sent(Script script, int connection, boolean text) {
      this.steps = script.steps();
      this.connection = connection;
      this.bytes =
          concatenated(
              script.sent(connection).stream().filter(Payload.Literal.class::isInstance).toList());
      int[] found = new int[bytes.length + 1];
      int count = 0;
      for (int i = 0; i < bytes.length; i++) {
        boolean continuation = text && (bytes[i] & 0xc0) == 0x80;
        if (!continuation) {
          found[count++] = i;
        }
      }
      found[count] = bytes.length;
      this.starts = Arrays.copyOf(found, count + 1);
    }

    int connection() {
      return connection;
    }

    int units() {
      return starts.length - 1;
    }

    List<Step> without(int from, int to) {
      return rebuilt(starts[from], starts[to], new byte[0]);
    }

    boolean isPlain(int from, int to) {
      for (int i = starts[from]; i < starts[to]; i++) {
        if (bytes[i] != 'a') {
          return false;
        }
      }
      return true;
    }

    /** Keeps the length, so that the bytes after it stay at their place. */
    List<Step> plain(int from, int to) {
      byte[] plain = new byte[starts[to] - starts[from]];
      Arrays.fill(plain, (byte) 'a');
      return rebuilt(starts[from], starts[to], plain);
    }

    /**
     * The steps with the bytes [from, to) of the stream replaced; writes that become empty are
     * removed.
     */
    private List<Step> rebuilt(int from, int to, byte[] instead) {
      List<Step> changed = new ArrayList<>(steps.size());
      int at = 0;
      int placed = 0;
      for (Step step : steps) {
        if (!(step instanceof Send send
            && send.connection() == connection
            && send.payload() instanceof Payload.Literal literal)) {
          changed.add(step);
          continue;
        }
        int end = at + (int) literal.length();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        piece.write(bytes, at, Math.max(0, Math.min(from, end) - at));
        if (from < end && to > at) {
          int left = instead.length - placed;
          int here = to <= end ? left : Math.min(left, end - Math.max(from, at));
          piece.write(instead, placed, here);
          placed += here;
        }
        int rest = Math.max(to, at);
        if (rest < end) {
          piece.write(bytes, rest, end - rest);
        }
        if (piece.size() > 0 || literal.length() == 0) {
          changed.add(new Send(connection, Payload.of(piece.toByteArray())));
        }
        at = end;
      }
      return changed;
    }
  }
}
