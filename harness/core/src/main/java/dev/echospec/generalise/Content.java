package dev.echospec.generalise;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one connection of a script sends, all of it literal, and the script with other content in
 * its place.
 */
final class Content {
  /** Longer content is not varied byte by byte. */
  private static final int LONGEST = 4096;

  /** The byte to which shrinking turns what does not matter. */
  static final byte PLAIN = 'a';

  private final Script script;
  private final int connection;
  private final byte[] bytes;
  private final int writes;

  private Content(Script script, int connection, byte[] bytes, int writes) {
    this.script = script;
    this.connection = connection;
    this.bytes = bytes;
    this.writes = writes;
  }

  /** Returns the content of a connection; empty if it sends nothing, or too much to vary. */
  static Optional<Content> of(Script script, int connection) {
    List<Payload> sent = script.sent(connection);
    long length = sent.stream().mapToLong(Payload::length).sum();
    if (length == 0
        || length > LONGEST
        || !sent.stream().allMatch(Payload.Literal.class::isInstance)) {
      return Optional.empty();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sent.forEach(payload -> all.writeBytes(payload.period()));
    return Optional.of(new Content(script, connection, all.toByteArray(), sent.size()));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  /** True if all of it goes with one write, so that it may have another length. */
  boolean isOneWrite() {
    return writes == 1;
  }

  /** Returns the positions of bytes that shrinking could not make plain. */
  List<Integer> odd() {
    return IntStream.range(0, bytes.length).filter(i -> bytes[i] != PLAIN).boxed().toList();
  }

  /** Returns the script with one byte changed. */
  Script withByte(int at, int value) {
    byte[] changed = bytes();
    changed[at] = (byte) value;
    return with(changed);
  }

  /**
   * Returns the script with other content.
   *
   * @param content of the same length, or, if it {@link #isOneWrite}, of any length but 0
   */
  Script with(byte[] content) {
    List<Step> steps = new ArrayList<>(script.steps().size());
    int at = 0;
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send && send.connection() == connection) {
        int to = isOneWrite() ? content.length : at + (int) send.payload().length();
        steps.add(new Step.Send(connection, Payload.of(Arrays.copyOfRange(content, at, to))));
        at = to;
      } else {
        steps.add(step);
      }
    }
    return new Script(steps);
  }

  /** Returns the script with plain bytes around the content; it must be one write. */
  Script padded(int before, int after) {
    byte[] padded = new byte[before + bytes.length + after];
    Arrays.fill(padded, PLAIN);
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    return with(padded);
  }
}
