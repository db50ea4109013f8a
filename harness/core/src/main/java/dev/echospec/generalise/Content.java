package dev.echospec.generalise;

import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What one connection of a script sends, all of it literal, and the script with other content in
 * its place.
 *
 * @param <S> the kind of script
 */
final class Content<S> {
  /** Longer content is not varied byte by byte. */
  private static final int LONGEST = 4096;

  /** The byte to which shrinking turns what does not matter. */
  static final byte PLAIN = 'a';

  private final byte[] bytes;
  private final boolean oneWrite;
  private final Function<byte[], S> changed;

  private Content(byte[] bytes, boolean oneWrite, Function<byte[], S> changed) {
    this.bytes = bytes;
    this.oneWrite = oneWrite;
    this.changed = changed;
  }

  /** Returns the content of a connection; empty if it sends nothing, or too much to vary. */
  static Optional<Content<Script>> of(Script script, int connection) {
    List<Payload> sent = script.sent(connection);
    long length = sent.stream().mapToLong(Payload::length).sum();
    if (length == 0
        || length > LONGEST
        || !sent.stream().allMatch(Payload.Literal.class::isInstance)) {
      return Optional.empty();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sent.forEach(payload -> all.writeBytes(payload.period()));
    boolean oneWrite = sent.size() == 1;
    return Optional.of(
        new Content<>(
            all.toByteArray(), oneWrite, other -> changed(script, connection, oneWrite, other)));
  }

  /** Returns the message of a client; empty if there is none, or it is too long to vary. */
  static Optional<Content<ServerScript>> of(ServerScript script) {
    long length = script.message().length();
    if (length == 0 || length > LONGEST) {
      return Optional.empty();
    }
    boolean oneAnswer =
        script.steps().stream().filter(ServerStep.Answer.class::isInstance).count() <= 1;
    return Optional.of(
        new Content<>(
            script.message().bytes(0, (int) length),
            oneAnswer,
            other -> script.with(Payload.of(other))));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  /** True if all of it goes, or comes back, with one write, so that it may have another length. */
  boolean isOneWrite() {
    return oneWrite;
  }

  /** Returns the positions of bytes that shrinking could not make plain. */
  List<Integer> odd() {
    return IntStream.range(0, bytes.length).filter(i -> bytes[i] != PLAIN).boxed().toList();
  }

  /** Returns the script with one byte changed. */
  S withByte(int at, int value) {
    byte[] changed = bytes();
    changed[at] = (byte) value;
    return with(changed);
  }

  /**
   * Returns the script with other content.
   *
   * @param content of the same length, or, if it {@link #isOneWrite}, of any length but 0
   */
  S with(byte[] content) {
    return changed.apply(content);
  }

  private static Script changed(Script script, int connection, boolean oneWrite, byte[] content) {
    List<Step> steps = new ArrayList<>(script.steps().size());
    int at = 0;
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send && send.connection() == connection) {
        int to = oneWrite ? content.length : at + (int) send.payload().length();
        steps.add(new Step.Send(connection, Payload.of(Arrays.copyOfRange(content, at, to))));
        at = to;
      } else {
        steps.add(step);
      }
    }
    return new Script(steps);
  }

  /** Returns the script with plain bytes around the content; it must be one write. */
  S padded(int before, int after) {
    byte[] padded = new byte[before + bytes.length + after];
    Arrays.fill(padded, PLAIN);
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    return with(padded);
  }
}
