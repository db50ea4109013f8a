package dev.echospec.generalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Characters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes do it: their values, whether they are UTF-8, where they stand.
 *
 * @param <S> the kind of script
 */
final class ContentDimension<S> {
  private static final int ASCII_END = 0x80;
  private static final int VALUES = 256;

  /** Values that are tried also where each takes long. */
  private static final int FEW = 8;

  /** Sentences with more ranges than this say nothing to a reader. */
  private static final int MOST_RANGES = 5;

  /** Byte values tried first: the ends of the classes that servers treat apart. */
  private static final int[] LANDMARKS = {
    0x80, 0xff, 'a', 0, '\n', 0xc3, 0x7f, 0xbf, 'A', '1', ' ', '\r', 'z', 0x1b, 0x09, 4, 0x1a, 0x1f,
    '~', 0xc0, 0xe0, 0xf0, 0xf8, 0xfe, 1, 3, 8, 0x11, 0x13, '%', '\\', '"', '\'', '@', '[', '`',
    '{', 'Z', '0', '9', '/', ':'
  };

  private static final Map<String, Integer> KINDS = kinds();

  private static final String ASCII = "ASCII letters in their place";
  private static final String OTHERS = "other characters of as many bytes";

  private static final int[] PLACES = {1, 15, 16, 1000};

  private final Content<S> content;
  private final Trial<S> trial;
  private @Nullable ContentLimitation limitation;

  ContentDimension(Content<S> content, Trial<S> trial) {
    this.content = content;
    this.trial = trial;
  }

  private static Map<String, Integer> kinds() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    kinds.put("small letters", (int) 'z');
    kinds.put("capitals", (int) 'A');
    kinds.put("digits", (int) '1');
    kinds.put("line ends", (int) '\n');
    kinds.put("NUL", 0);
    kinds.put("bytes 80", 0x80);
    return kinds;
  }

  /** Returns the content that the server cannot take, once it was measured. */
  Optional<ContentLimitation> limitation() {
    return Optional.ofNullable(limitation);
  }

  List<String> measure() {
    List<Integer> odd = content.odd();
    List<String> sentences = new ArrayList<>();
    if (odd.isEmpty()) {
      ofKinds().ifPresent(sentences::add);
      return sentences;
    }
    if (odd.size() == 1) {
      sentences.addAll(ofValues(odd.get(0)));
    } else {
      ofSequence(odd.get(0), odd.get(odd.size() - 1) + 1).ifPresent(sentences::add);
    }
    ofPlace().ifPresent(sentences::add);
    return sentences;
  }

  /** All bytes are plain: whether any others do it, too. */
  private Optional<String> ofKinds() {
    List<String> doIt = new ArrayList<>();
    List<String> doNot = new ArrayList<>();
    KINDS.forEach(
        (name, value) -> {
          byte[] all = content.bytes();
          Arrays.fill(all, value.byteValue());
          note(name, trial.of(content.with(all)), doIt, doNot);
        });
    if (doIt.contains("small letters") && doNot.contains("capitals")) {
      smallLetters();
    }
    if (doIt.isEmpty() && doNot.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        doNot.isEmpty()
            ? "the bytes do not matter (tried: " + String.join(", ", doIt) + ")"
            : contrast(doIt, doNot));
  }

  private static void note(String name, Outcome outcome, List<String> doIt, List<String> doNot) {
    if (outcome != Outcome.UNKNOWN) {
      (outcome == Outcome.SHOWS ? doIt : doNot).add(name);
    }
  }

  private static String contrast(List<String> doIt, List<String> doNot) {
    if (doIt.isEmpty()) {
      return "only this content does it; " + ByteRanges.listed(doNot) + " do not";
    }
    String words = ByteRanges.listed(doIt) + " do it";
    return doNot.isEmpty() ? words + ", too" : words + ", " + ByteRanges.listed(doNot) + " do not";
  }

  private void smallLetters() {
    BitSet letters = new BitSet(VALUES);
    for (int letter = 'a'; letter <= 'z'; letter++) {
      byte[] all = content.bytes();
      Arrays.fill(all, (byte) letter);
      if (trial.of(content.with(all)) == Outcome.SHOWS) {
        letters.set(letter);
      }
    }
    if (!letters.isEmpty()) {
      limitation = ContentLimitation.ofBytes(letters);
    }
  }

  /** One byte matters: which values do it. */
  private List<String> ofValues(int at) {
    BitSet measured = new BitSet(VALUES);
    BitSet doIt = new BitSet(VALUES);
    int own = content.bytes()[at] & 0xff;
    measured.set(own);
    doIt.set(own);
    for (int value : LANDMARKS) {
      tryValue(at, value, measured, doIt);
    }
    tryValue(at, own + 1, measured, doIt);
    tryValue(at, own - 1, measured, doIt);
    for (int value = 0; value < VALUES; value++) {
      tryValue(at, value, measured, doIt);
    }
    if (measured.cardinality() == 1) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(inRanges(measured, doIt));
    BitSet bad = between(measured, doIt);
    boolean textIsFine = bad.nextSetBit(0) >= ASCII_END && isCharacterFine(at);
    if (textIsFine) {
      sentences.add("such bytes as part of a UTF-8 character do not");
    }
    limitation = textIsFine ? ContentLimitation.ofMalformedText() : ContentLimitation.ofBytes(bad);
    return sentences;
  }

  private void tryValue(int at, int value, BitSet measured, BitSet doIt) {
    boolean isEnough = trial.isHurried() && measured.cardinality() >= FEW;
    if (value < 0 || value >= VALUES || measured.get(value) || isEnough) {
      return;
    }
    Outcome outcome = trial.of(content.withByte(at, value));
    measured.set(value, outcome != Outcome.UNKNOWN);
    doIt.set(value, outcome == Outcome.SHOWS);
  }

  private static String inRanges(BitSet measured, BitSet doIt) {
    BitSet doNot = (BitSet) measured.clone();
    doNot.andNot(doIt);
    boolean all = measured.cardinality() == VALUES;
    String howMany = all ? "" : " (" + measured.cardinality() + " of 256 values tried)";
    List<String> bad = ByteRanges.of(all ? doIt : between(measured, doIt));
    List<String> good = ByteRanges.of(all ? doNot : between(measured, doNot));
    if (good.isEmpty()) {
      return "any byte does it" + howMany;
    }
    if (doIt.cardinality() == 1) {
      return "no other byte than " + bad.get(0) + " does it" + howMany;
    }
    if (bad.size() > MOST_RANGES) {
      return doIt.cardinality()
          + " byte values do it, "
          + doNot.cardinality()
          + " do not"
          + howMany;
    }
    String others =
        good.size() > MOST_RANGES ? "the others do not" : ByteRanges.listed(good) + " do not";
    return "the bytes " + ByteRanges.listed(bad) + " do it, " + others + howMany;
  }

  /** Adds the values between two neighbours that were measured and are both in the set. */
  private static BitSet between(BitSet measured, BitSet set) {
    BitSet filled = new BitSet(VALUES);
    int last = -1;
    for (int value = measured.nextSetBit(0); value >= 0; value = measured.nextSetBit(value + 1)) {
      if (set.get(value)) {
        filled.set(last >= 0 && set.get(last) ? last : value, value + 1);
      }
      last = value;
    }
    return filled;
  }

  private boolean isCharacterFine(int at) {
    byte[] bytes = content.bytes();
    if (!content.isOneWrite()) {
      return false;
    }
    byte[] character = "é".getBytes(UTF_8);
    byte[] text = new byte[bytes.length + character.length - 1];
    System.arraycopy(bytes, 0, text, 0, at);
    System.arraycopy(character, 0, text, at, character.length);
    System.arraycopy(bytes, at + 1, text, at + character.length, bytes.length - at - 1);
    return trial.of(content.with(text)) == Outcome.DOES_NOT;
  }

  private static String bytes(List<String> counts) {
    return ByteRanges.listed(counts) + (counts.equals(List.of("1")) ? " byte" : " bytes");
  }

  /** Several bytes matter: what may stand in their place. */
  private Optional<String> ofSequence(int from, int to) {
    byte[] sequence = Arrays.copyOfRange(content.bytes(), from, to);
    boolean beyondAscii = false;
    for (byte b : sequence) {
      beyondAscii |= b < 0;
    }
    List<String> doIt = new ArrayList<>();
    List<String> doNot = new ArrayList<>();
    if (beyondAscii) {
      note(ASCII, trial.of(replaced(from, to, (byte) 'b')), doIt, doNot);
      note("bytes 80 in their place", trial.of(replaced(from, to, (byte) 0x80)), doIt, doNot);
      otherCharacters(sequence)
          .ifPresent(other -> note(OTHERS, trial.of(replaced(from, other)), doIt, doNot));
      if (doNot.contains(ASCII)) {
        limitation = beyondAscii(sequence, doNot.contains(OTHERS));
      }
    } else {
      note("the same in the other case", trial.of(otherCase()), doIt, doNot);
      note("letters in their place", trial.of(replaced(from, to, (byte) 'b')), doIt, doNot);
    }
    return doIt.isEmpty() && doNot.isEmpty()
        ? Optional.empty()
        : Optional.of(contrast(doIt, doNot));
  }

  private static ContentLimitation beyondAscii(byte[] sequence, boolean onlyThese) {
    if (!Characters.isText(sequence)) {
      return ContentLimitation.ofMalformedText();
    }
    BitSet bytes = new BitSet(VALUES);
    if (onlyThese) {
      for (byte b : sequence) {
        bytes.set(b & 0xff, b < 0);
      }
    } else {
      bytes.set(ASCII_END, VALUES);
    }
    return ContentLimitation.ofBytes(bytes);
  }

  /** Returns other characters of the same number of bytes; empty if there are none at hand. */
  private static Optional<byte[]> otherCharacters(byte[] sequence) {
    String other =
        switch (sequence.length) {
          case 2 -> "ä";
          case 3 -> "語";
          case 4 -> "🎈";
          default -> "";
        };
    return Optional.of(other.getBytes(UTF_8)).filter(bytes -> bytes.length > 0);
  }

  private S replaced(int from, int to, byte value) {
    byte[] bytes = content.bytes();
    Arrays.fill(bytes, from, to, value);
    return content.with(bytes);
  }

  private S replaced(int from, byte[] others) {
    byte[] bytes = content.bytes();
    System.arraycopy(others, 0, bytes, from, others.length);
    return content.with(bytes);
  }

  private S otherCase() {
    byte[] bytes = content.bytes();
    for (int i = 0; i < bytes.length; i++) {
      int letter = bytes[i] | 0x20;
      if (letter >= 'a' && letter <= 'z') {
        bytes[i] ^= 0x20;
      }
    }
    return content.with(bytes);
  }

  private Optional<String> ofPlace() {
    if (!content.isOneWrite()) {
      return Optional.empty();
    }
    List<String> doIt = new ArrayList<>();
    List<String> doNot = new ArrayList<>();
    for (int further : PLACES) {
      note(String.valueOf(further), trial.of(content.padded(further, 0)), doIt, doNot);
    }
    if (doIt.isEmpty() && doNot.isEmpty()) {
      return Optional.empty();
    }
    String also = "also " + bytes(doIt) + " further on";
    String not = "not " + bytes(doNot) + " further on";
    return Optional.of(doNot.isEmpty() ? also : doIt.isEmpty() ? not : also + ", but " + not);
  }
}
