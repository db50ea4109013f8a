package dev.echospec.generalise;

import dev.echospec.client.script.ServerScript;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Content that a server, or a client, is known not to take, and how a script keeps clear of it. */
public final class ContentLimitation {
  private static final String REPLACEMENTS = "aA1 ";

  /** A server may read as few bytes at once (the tutorial), and so cut a character of more. */
  private static final int LEAST_READ = 16;

  private final String words;
  private final BitSet bytes;
  private final boolean malformed;
  private final int shortest;
  private final int longest;
  private final boolean lines;
  private final byte replacement;

  private ContentLimitation(
      String words, BitSet bytes, boolean malformed, int shortest, int longest) {
    this(words, bytes, malformed, shortest, longest, false);
  }

  private ContentLimitation(
      String words, BitSet bytes, boolean malformed, int shortest, int longest, boolean lines) {
    this.words = Objects.requireNonNull(words);
    this.bytes = bytes;
    this.malformed = malformed;
    this.shortest = shortest;
    this.longest = longest;
    this.lines = lines;
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
    return new ContentLimitation(
        ByteRanges.words(bytes), (BitSet) bytes.clone(), false, 0, Integer.MAX_VALUE);
  }

  /** Returns the limitation of a server that cannot take bytes that are not UTF-8. */
  public static ContentLimitation ofMalformedText() {
    return new ContentLimitation(
        "bytes that are not UTF-8", new BitSet(), true, 0, Integer.MAX_VALUE);
  }

  /** Returns the limitation of a server that does not answer what ends without a line end. */
  public static ContentLimitation ofUnfinishedLines() {
    return new ContentLimitation(
        "messages without a line end", new BitSet(), false, 0, Integer.MAX_VALUE, true);
  }

  /**
   * Returns the limitation of a client that cannot send a message beyond a length.
   *
   * @param longest length of a message that it sends, in bytes
   */
  public static ContentLimitation ofLength(int longest) {
    return new ContentLimitation(
        "messages of more than " + longest + " bytes", new BitSet(), false, 0, longest);
  }

  /** Returns the limitation of a client that cannot send a message without a byte. */
  public static ContentLimitation ofNothing() {
    return new ContentLimitation("empty messages", new BitSet(), false, 1, Integer.MAX_VALUE);
  }

  /** Returns whether it is that of {@link #ofUnfinishedLines}. */
  public boolean isOfLines() {
    return lines;
  }

  /** Returns what it cannot take, such as "the bytes 80 to ff". */
  public String words() {
    return words;
  }

  /**
   * Returns the nearest script of a server that keeps its client clear of it.
   *
   * @return the same script if it keeps clear already
   */
  public ServerScript fit(ServerScript script) {
    byte[] wanted = script.message().bytes(0, (int) script.message().length());
    byte[] message = Arrays.copyOf(wanted, Math.max(shortest, Math.min(longest, wanted.length)));
    for (int i = wanted.length; i < message.length; i++) {
      message[i] = replacement;
    }
    Payload fitted = Payload.of(fit(message));
    return fitted.equals(script.message()) ? script : script.with(fitted);
  }

  /**
   * Returns the nearest script that keeps clear of it: each payload keeps its length, but for a
   * line end.
   *
   * @param script any script
   * @return the same script if it keeps clear already
   */
  public Script fit(Script script) {
    Script fitted = lines ? LineEnds.complete(script) : withOtherBytes(script);
    return fitted.equals(script) ? script : fitted;
  }

  private Script withOtherBytes(Script script) {
    List<Step> steps = new ArrayList<>(script.steps().size());
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send) {
        steps.add(new Step.Send(send.connection(), fitted(send.payload())));
      } else {
        steps.add(step);
      }
    }
    return new Script(steps);
  }

  /**
   * Each write by itself: of a character that lies across two, a server that decodes each read sees
   * halves.
   */
  private Payload fitted(Payload payload) {
    return payload instanceof Payload.Generated generated
        ? fitted(generated)
        : Payload.of(fit(payload.period()));
  }

  /**
   * Returns the nearest bytes that keep clear of it.
   *
   * @param content not changed
   */
  public byte[] fit(byte[] content) {
    byte[] fitted = content.clone();
    if (malformed) {
      WellFormed.replaceMalformed(fitted, replacement);
    }
    boolean mayBeCut = malformed && fitted.length > LEAST_READ;
    for (int i = 0; i < fitted.length; i++) {
      if (bytes.get(fitted[i] & 0xff) || mayBeCut && fitted[i] < 0) {
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
        && malformed == limitation.malformed
        && shortest == limitation.shortest
        && longest == limitation.longest
        && lines == limitation.lines;
  }

  @Override
  public int hashCode() {
    return Objects.hash(bytes, malformed, shortest, longest, lines);
  }

  @Override
  public String toString() {
    return words;
  }
}
