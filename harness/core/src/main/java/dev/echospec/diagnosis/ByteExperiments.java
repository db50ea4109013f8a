package dev.echospec.diagnosis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** Experiments on causes that show in which bytes come back. */
final class ByteExperiments {
  private static final byte[] ACCENTED = "é".getBytes(UTF_8);
  private static final byte[] MARK = "\ufeff".getBytes(UTF_8);

  /** Pause between two writes that the server is to read apart, in milliseconds. */
  private static final int APART = 30;

  /** Length at which a place in a block shows. */
  private static final int BLOCKS = 131;

  /** Most bytes of a message whose order is looked at. */
  private static final int MOST_ORDERED = 4096;

  /** Longest wait for a greeting, in milliseconds. */
  private static final int LONGEST_WAIT = 1000;

  private ByteExperiments() {}

  static List<Experiment> noUpperCase() {
    byte[] letters = bytes("azAZmM qr");
    return List.of(
        Experiment.answers(
            "letters come back as they were sent, or in lower case",
            letters,
            letters,
            mapped(letters, ByteExperiments::lower)));
  }

  static List<Experiment> swapsCase() {
    return List.of(
        Experiment.answers("\"ABCZ\" comes back as \"abcz\"", bytes("ABCZ"), bytes("abcz")));
  }

  static List<Experiment> letterRange() {
    return List.of(
        Experiment.answers(
            "only an end of the alphabet, or the byte beside it, is wrong",
            bytes("`amz{"),
            bytes("`AMz{"),
            bytes("@AMZ{"),
            bytes("`AMZ["),
            bytes("`aMZ{")));
  }

  static List<Experiment> clearsBitFive() {
    byte[] sent = bytes("09 ;~a");
    return List.of(
        Experiment.answers(
            "digits and punctuation come back without bit 0x20",
            sent,
            mapped(sent, b -> b & ~0x20)));
  }

  static List<Experiment> upperCasesBeyondAscii() {
    byte[] sent = latin1("\u00e1 \u00e9 \u00f6 \u00f8 \u00fa");
    return List.of(
        Experiment.answers(
            "e1, e9, f6, f8 and fa come back less 20",
            sent,
            latin1("\u00c1 \u00c9 \u00d6 \u00d8 \u00da")),
        Experiment.holds("c3 a9 comes back as it is", Script.conversation(Payload.of(ACCENTED))));
  }

  static List<Experiment> stripsEighthBit() {
    byte[] sent = latin1("\u0080\u00c1\u00e1\u00ffa");
    byte[] stripped = mapped(sent, b -> ByteHeuristics.upper(b) & 0x7f);
    return List.of(
        Experiment.answers(
            "80, c1, e1 and ff come back less 80",
            sent,
            stripped,
            mapped(sent, b -> ByteHeuristics.upper(b & 0x7f))));
  }

  static List<Experiment> signedBytes() {
    byte[] sent = latin1("\u0081\u00c1\u00f0\u00ffa");
    return List.of(
        Experiment.answers(
            "81, c1, f0 and ff come back as 7f, 3f, 10 and 01",
            sent,
            mapped(sent, b -> ByteHeuristics.upper(Math.abs((byte) b)))));
  }

  static List<Experiment> dependsOnPlace(Clues c) {
    int length = Math.max(BLOCKS, (int) Math.min(2 * c.reply().at(), 1 << 16));
    return List.of(
        Experiment.answers(
            "of " + length + " times the same letter some come back in upper case and some do not",
            Script.conversation(Payload.of("a".repeat(length))),
            reply -> {
              String text = new String(reply, ISO_8859_1);
              return text.length() == length
                  && text.matches("[aA]+")
                  && text.contains("a")
                  && text.contains("A");
            }));
  }

  static List<Experiment> unicodeUpperCase(Clues c) {
    return c.sent()
        .character()
        .map(
            owed ->
                List.of(
                    Experiment.answers(
                        "the letter by itself comes back as its capital",
                        owed.getBytes(UTF_8),
                        owed.toUpperCase(Locale.ROOT).getBytes(UTF_8)),
                    Experiment.holds(
                        "a letter without a capital comes back as it is",
                        Script.conversation(Payload.of("\u05d0")))))
        .orElse(List.of());
  }

  static List<Experiment> normalisesUnicode() {
    String text = "E\u0301\u00c9";
    return List.of(
        Experiment.answers(
            "an E with an accent comes back composed, or taken apart",
            text.getBytes(UTF_8),
            Arrays.stream(Normalizer.Form.values())
                .map(form -> Normalizer.normalize(text, form).getBytes(UTF_8))
                .toArray(byte[][]::new)));
  }

  static List<Experiment> locale(Clues c) {
    Experiment others = Experiment.holds("\"hj\" comes back as \"HJ\"", conversation(bytes("hj")));
    return c.raw() == 'i'
        ? List.of(
            Experiment.answers("\"i\" comes back as \"İ\"", bytes("i"), "İ".getBytes(UTF_8)),
            others)
        : List.of(
            Experiment.answers(
                "\"i\" with a combining dot (U+0307) comes back as \"I\"",
                "i\u0307".getBytes(UTF_8),
                bytes("I")),
            others);
  }

  static List<Experiment> questionMarks(Clues c) {
    byte[] sent =
        c.sent()
            .character()
            .map(one -> one.getBytes(UTF_8))
            .orElseGet(() -> new byte[] {(byte) Math.max(c.raw(), 0x80)});
    return List.of(
        Experiment.answers(
            "the character by itself comes back as question marks",
            conversation(sent),
            reply -> new String(reply, ISO_8859_1).matches("\\?+")));
  }

  static List<Experiment> replacesMalformed() {
    return List.of(
        Experiment.answers(
            "the byte 80 comes back as U+FFFD",
            latin1("a\u0080b"),
            concat(bytes("A"), "\ufffd".getBytes(UTF_8), bytes("B"))),
        wellFormed());
  }

  static List<Experiment> dropsMalformed() {
    return List.of(
        Experiment.answers(
            "80 and ff are left out of what comes back", latin1("a\u0080b\u00ffc"), bytes("ABC")),
        wellFormed());
  }

  static List<Experiment> lenientUtf8() {
    return List.of(
        Experiment.answers("c0 80 comes back as 00", latin1("\u00c0\u0080"), new byte[1]),
        wellFormed());
  }

  static List<Experiment> encodesTwice() {
    return List.of(
        Experiment.answers(
            "c3 a9 comes back as c3 83 c2 a9",
            ACCENTED,
            new String(ACCENTED, ISO_8859_1).getBytes(UTF_8)));
  }

  static List<Experiment> decodesEachRead() {
    return List.of(
        Experiment.fails(
            "a character in two writes does not come back",
            Variation.spaced(
                List.of(
                    Payload.of(Arrays.copyOf(ACCENTED, 1)), Payload.of(new byte[] {ACCENTED[1]})),
                APART)),
        Experiment.holds("in one write it does", conversation(ACCENTED)));
  }

  static List<Experiment> strictUtf8() {
    return List.of(
        Experiment.that(
            "the byte 80 ends the conversation",
            conversation(latin1("\u0080")),
            seen -> !seen.isRight() && seen.received().length() == 0),
        wellFormed());
  }

  private static Experiment wellFormed() {
    return Experiment.holds("a whole character (c3 a9) comes back", conversation(ACCENTED));
  }

  static List<Experiment> nulTerminated() {
    return List.of(
        Experiment.answers("nothing behind a NUL comes back", bytes("a\0b"), bytes("A")),
        Experiment.holds("with 01 in its place all does", conversation(bytes("a\1b"))));
  }

  static List<Experiment> firstMessageOfRead(Clues c) {
    String separator = Character.toString(c.reply().rawAt(-1));
    byte[] first = latin1("a" + separator);
    return List.of(
        Experiment.answers(
            "two messages in one write bring one back",
            latin1("a" + separator + "b"),
            bytes("A"),
            latin1("A" + separator)),
        Experiment.holds(
            "one after the other they both come back",
            Variation.pingPong(List.of(Payload.of(first), Payload.of("b")))));
  }

  static List<Experiment> endOfFileCharacter(Clues c) {
    byte[] sent = {(byte) c.raw(), 'b'};
    return List.of(
        Experiment.answers("nothing behind " + hex(c.raw()) + " comes back", sent, new byte[0]),
        Experiment.holds("with 05 in its place all does", conversation(bytes("\5b"))));
  }

  static List<Experiment> flowControlBytes() {
    return List.of(
        Experiment.answers(
            "11 and 13 do not come back", bytes("a\u0011b\u0013c"), bytes("ABC"), bytes("AB")),
        Experiment.holds("01 does", conversation(bytes("a\1b"))));
  }

  static List<Experiment> lineEditing(Clues c) {
    int erase = c.raw() == 0x7f || c.raw() == 0x15 ? c.raw() : 0x08;
    return List.of(
        Experiment.answers(
            hex(erase) + " erases what was sent before it",
            latin1("ab" + (char) erase + "c"),
            bytes(erase == 0x15 ? "C" : "AC")),
        Experiment.holds("01 does not", conversation(bytes("a\1b"))));
  }

  static List<Experiment> byteFf() {
    return List.of(
        Experiment.that(
            "ff does not come back",
            conversation(latin1("a\u00ffb")),
            seen -> !seen.isRight() && seen.received().matched() <= 1),
        Experiment.holds("fe does", conversation(latin1("a\u00feb"))));
  }

  static List<Experiment> printf() {
    return List.of(
        Experiment.answers("\"%%\" comes back as \"%\"", bytes("a%%b"), bytes("A%B")),
        Experiment.holds("\"&&\" comes back as it is", conversation(bytes("a&&b"))));
  }

  static List<Experiment> backslashEscapes(Clues c) {
    int second = c.raw() == '\\' ? c.reply().rawAt(1) : c.raw();
    if (second < 0) {
      return List.of();
    }
    byte[] pair = {'\\', (byte) second};
    byte[] other = {'/', (byte) second};
    return List.of(
        Experiment.answers(
            "the two bytes come back as one", conversation(pair), reply -> reply.length == 1),
        Experiment.holds("with / for the backslash as two", conversation(other)));
  }

  static List<Experiment> lineEndingTranslation(Clues c) {
    Experiment other = Experiment.holds("a tab comes back as it is", conversation(bytes("a\tb")));
    return c.raw() == '\r'
        ? List.of(
            Experiment.answers(
                "CR LF comes back as LF", bytes("a\r\nb"), bytes("A\nB"), bytes("A\n\nB")),
            other)
        : List.of(
            Experiment.answers("LF comes back as CR LF", bytes("a\nb"), bytes("A\r\nB")), other);
  }

  static List<Experiment> trimsLineEnds(Clues c) {
    return List.of(
        Experiment.answers(
            "a line end behind a letter does not come back",
            latin1("a" + (char) Math.max(c.raw(), 0)),
            bytes("A")),
        Experiment.holds("the letter does", conversation(bytes("a"))));
  }

  static List<Experiment> appendsLineEnd(Clues c) {
    return c.client().total() == 0
        ? List.of(
            Experiment.answers(
                "a line end comes to a client that sends nothing",
                Script.conversation(),
                bytes("\n"),
                bytes("\r\n")))
        : List.of(
            Experiment.answers(
                "a letter comes back with a line end", bytes("b"), bytes("B\n"), bytes("B\r\n")));
  }

  static List<Experiment> appendsNul() {
    return List.of(
        Experiment.answers(
            "a letter comes back with NULs behind it",
            conversation(bytes("b")),
            reply -> new String(reply, ISO_8859_1).matches("B\0+")));
  }

  static List<Experiment> wrapsLines(Clues c) {
    int length = (int) Math.min(2 * Math.max(1, c.reply().at()) + 2, 1 << 16);
    return List.of(
        Experiment.answers(
            length + " letters in a line come back in several",
            conversation(bytes("x".repeat(length))),
            reply ->
                new String(reply, ISO_8859_1).matches("X+(\r?\n)X[X\r\n]*")
                    && count(reply, 'X') == length),
        Experiment.holds("a letter by itself comes back as it is", conversation(bytes("x"))));
  }

  static List<Experiment> greeting(Clues c) {
    int wait = Math.max(APART, Math.min(LONGEST_WAIT, 2 * pauses(c)));
    byte[] first = c.reply().putIn();
    return List.of(
        Experiment.that(
            "bytes come to a client that sends nothing",
            Script.of(new Step.Connect(0), new Step.Pause(wait)),
            // A greeting begins alike each time; what is left of another conversation does not.
            seen -> {
              byte[] came = seen.received().rest();
              return came.length > 0 && (first.length == 0 || came[0] == first[0]);
            }));
  }

  private static int pauses(Clues c) {
    return c.sighting().script().steps().stream()
        .mapToInt(step -> step instanceof Step.Pause pause ? pause.millis() : 0)
        .sum();
  }

  static List<Experiment> promptOrFarewell() {
    return List.of(
        Experiment.answers(
            "a letter comes back with words behind it",
            conversation(bytes("q")),
            reply -> new String(reply, ISO_8859_1).matches("(?s)Q\\s*[!-~].*")));
  }

  static List<Experiment> reorders(Clues c) {
    int length = (int) Math.min(Math.max(c.client().total(), 2), MOST_ORDERED);
    byte[] sent = new byte[length];
    for (int i = 0; i < length; i++) {
      sent[i] = (byte) ('0' + i * 7 % 43 % 10);
    }
    byte[] sorted = sent.clone();
    Arrays.sort(sorted);
    return List.of(
        Experiment.answers(
            "other bytes come back in another order, too",
            conversation(sent),
            reply -> {
              byte[] came = reply.clone();
              Arrays.sort(came);
              return Arrays.equals(came, sorted) && !Arrays.equals(reply, sent);
            }));
  }

  static List<Experiment> byteOrderMark(Clues c) {
    if (c.reply().putIn().length > 0) {
      return List.of(
          Experiment.answers(
              "a letter comes back behind a byte-order mark",
              conversation(bytes("a")),
              reply ->
                  ByteHeuristics.isMark(reply, reply.length - 1)
                      && reply[reply.length - 1] == 'A'));
    }
    return List.of(
        Experiment.answers(
            "a byte-order mark at the beginning does not come back",
            concat(MARK, bytes("a")),
            bytes("A")),
        Experiment.holds(
            "behind a letter it does", conversation(concat(bytes("a"), MARK, bytes("b")))));
  }

  private static Script conversation(byte[] bytes) {
    return Script.conversation(Payload.of(bytes));
  }

  private static byte[] mapped(byte[] bytes, IntUnaryOperator map) {
    byte[] mapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      mapped[i] = (byte) map.applyAsInt(bytes[i] & 0xff);
    }
    return mapped;
  }

  private static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + 0x20 : b;
  }

  private static byte[] bytes(String ascii) {
    return latin1(ascii);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] concat(byte[]... parts) {
    List<Byte> all = new ArrayList<>();
    for (byte[] part : parts) {
      for (byte b : part) {
        all.add(b);
      }
    }
    byte[] joined = new byte[all.size()];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = all.get(i);
    }
    return joined;
  }

  private static long count(byte[] bytes, char wanted) {
    return new String(bytes, ISO_8859_1).chars().filter(b -> b == wanted).count();
  }

  private static String hex(int b) {
    return "%02x".formatted(b);
  }
}
