package dev.echospec.generalise;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Content that a server is known not to take, and how a script keeps clear of it. */
public final class ContentLimitation {
  private static final String REPLACEMENTS = "aA1 ";

  private final String words;
  private final BitSet bytes;
  private final boolean malformed;
  private final byte replacement;

  private ContentLimitation(String words, BitSet bytes, boolean malformed) {
    this.words = Objects.requireNonNull(words);
    this.bytes = bytes;
    this.malformed = malformed;
    this.replacement =
        (byte)
            REPLACEMENTS
                .chars()
                .filter(b -> !bytes.get(b))
                .findFirst()
                .orElse(REPLACEMENTS.charAt(0));
  }

  /**
   * Returns the limitation of a server that cannot take certain byte values.
   *
   * @param bytes the values; copied
   */
  public static ContentLimitation ofBytes(BitSet bytes) {
    return new ContentLimitation(ByteRanges.words(bytes), (BitSet) bytes.clone(), false);
  }

  /** Returns the limitation of a server that cannot take bytes that are not UTF-8. */
  public static ContentLimitation ofMalformedText() {
    return new ContentLimitation("bytes that are not UTF-8", new BitSet(), true);
  }

  /** Returns what the server cannot take, such as "the bytes 80 to ff". */
  public String words() {
    return words;
  }

  /**
   * Returns the nearest script that keeps clear of it: each payload keeps its length.
   *
   * @param script any script
   * @return the same script if it keeps clear already
   */
  public Script fit(Script script) {
    Map<Integer, byte[]> literal = literal(script);
    Map<Integer, Integer> at = new HashMap<>();
    List<Step> steps = new ArrayList<>(script.steps().size());
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send) {
        steps.add(new Step.Send(send.connection(), fitted(send, literal, at)));
      } else {
        steps.add(step);
      }
    }
    return steps.equals(script.steps()) ? script : new Script(steps);
  }

  private Payload fitted(Step.Send send, Map<Integer, byte[]> literal, Map<Integer, Integer> at) {
    Payload payload = send.payload();
    if (payload instanceof Payload.Generated generated) {
      return fitted(generated);
    }
    int length = (int) payload.length();
    int from = at.merge(send.connection(), length, Integer::sum) - length;
    return Payload.of(Arrays.copyOfRange(literal.get(send.connection()), from, from + length));
  }

  /** Returns what each connection sends literally, made fit: a character may lie across writes. */
  private Map<Integer, byte[]> literal(Script script) {
    Map<Integer, ByteArrayOutputStream> sent = new HashMap<>();
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send && send.payload() instanceof Payload.Literal) {
        sent.computeIfAbsent(send.connection(), c -> new ByteArrayOutputStream())
            .writeBytes(send.payload().period());
      }
    }
    Map<Integer, byte[]> fitted = new HashMap<>();
    sent.forEach((connection, all) -> fitted.put(connection, fitted(all.toByteArray())));
    return fitted;
  }

  private byte[] fitted(byte[] content) {
    byte[] fitted = content.clone();
    if (malformed) {
      WellFormed.replaceMalformed(fitted, replacement);
    }
    for (int i = 0; i < fitted.length; i++) {
      if (bytes.get(fitted[i] & 0xff)) {
        fitted[i] = replacement;
      }
    }
    return fitted;
  }

  /** A generated payload may end inside a character, so text is no escape from malformed bytes. */
  private Payload fitted(Payload.Generated generated) {
    return Stream.of(generated.alphabet(), Alphabet.ASCII, Alphabet.CAPITALS)
        .filter(this::takes)
        .findFirst()
        .map(a -> new Payload.Generated(generated.seed(), generated.length(), a))
        .orElse(generated);
  }

  private boolean takes(Alphabet alphabet) {
    boolean beyondAscii = alphabet == Alphabet.ANY || alphabet == Alphabet.TEXT;
    return !(malformed && beyondAscii)
        && IntStream.range(0, 256).noneMatch(b -> bytes.get(b) && alphabet.contains(b));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentLimitation limitation
        && bytes.equals(limitation.bytes)
        && malformed == limitation.malformed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(bytes, malformed);
  }

  @Override
  public String toString() {
    return words;
  }
}
