package dev.echospec.diagnosis;

import dev.echospec.judge.Oracle;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Experiments on causes that show in which parts of a stream are lost or wrong. */
final class StreamExperiments {
  /** Seed of generated content. */
  private static final int SEED = 20_261;

  /** Pause between two writes that the server is to read apart, in milliseconds. */
  private static final int APART = 30;

  /** The same on a busy machine: a server that reads both at once would prove the contrary. */
  private static final int SURELY_APART = 150;

  /** Added to a write to make it long, in bytes. */
  private static final int PADDING = 64;

  /** Most bytes that an experiment sends to reach a place in a stream. */
  private static final long MOST_BYTES = 40L << 20;

  /** Most messages that are sent with a pause after each. */
  private static final int MOST_SPACED = 50;

  /** Pause after each of many messages, in milliseconds. */
  private static final int SPACE = 15;

  /** Letters from a to z. */
  private static final int LETTERS = 26;

  private static final Payload LONG = Payload.of("abcdefgh");
  private static final Payload SHORT = Payload.of("xy");

  private StreamExperiments() {}

  static List<Experiment> staleBuffer() {
    return List.of(
        Experiment.that(
            "a short message behind a long one brings more than its echo",
            Variation.pingPong(List.of(LONG, SHORT)),
            seen -> seen.received().length() > LONG.length() + SHORT.length()),
        Experiment.holds(
            "the other way round each brings its echo", Variation.pingPong(List.of(SHORT, LONG))));
  }

  static List<Experiment> repeatsBytes(Clues c) {
    long length = Math.min(c.client().total(), MOST_BYTES);
    return List.of(
        Experiment.that(
            "other " + length + " bytes in one write bring more than their echo, too",
            Script.conversation(generated(length)),
            seen -> seen.received().length() > length),
        Experiment.holds("a few bytes come back once", Script.conversation(LONG)));
  }

  static List<Experiment> firstReadOnly() {
    return List.of(
        Experiment.that(
            "of two writes only the first comes back",
            Variation.spaced(List.of(LONG, SHORT), APART),
            seen ->
                seen.hasOnlyOwedBytes()
                    && seen.received().length() == LONG.length()
                    && !seen.isEndedByServer()),
        Experiment.holds(
            "the same bytes in one write do", Script.conversation(Payload.of("abcdefghxy"))));
  }

  static List<Experiment> dropsBeyondBuffer(Clues c) {
    long room = c.reply().at();
    if (room < 2 || room > MOST_BYTES) {
      return List.of();
    }
    return List.of(
        Experiment.that(
            "of " + (room + 2) + " bytes in one write " + room + " come back",
            Script.conversation(generated(room + 2)),
            seen -> seen.hasOnlyOwedBytes() && seen.received().length() == room),
        Experiment.holds(
            "in two writes, with the first one's echo between, all do",
            Variation.pingPong(halves(room + 2))));
  }

  static List<Experiment> fullReadMeansMore(Clues c) {
    long full = c.client().total();
    return List.of(
        Experiment.fails(
            "other " + full + " bytes do not come back either",
            Script.conversation(generated(full))),
        Experiment.holds((full - 1) + " bytes do", Script.conversation(generated(full - 1))),
        Experiment.holds((full + 1) + " bytes do", Script.conversation(generated(full + 1))));
  }

  static List<Experiment> lineLengthLimit(Clues c) {
    int length = (int) Math.min(c.client().total(), 4 * Clues.MIB);
    int half = length / 2;
    return List.of(
        Experiment.fails(
            length + " letters without a line end do not come back",
            Script.conversation(Payload.of("x".repeat(length)))),
        Experiment.holds(
            "with a line end among them they do",
            Script.conversation(Payload.of("x".repeat(half) + "\n" + "x".repeat(length - half)))));
  }

  static List<Experiment> wrongAtOffset(Clues c) {
    long at = c.reply().at();
    if (at < 1 || at + 2 > MOST_BYTES) {
      return List.of();
    }
    return List.of(
        Experiment.that(
            "other bytes in one write go wrong at the same place",
            Script.conversation(generated(at + 2)),
            seen -> !seen.violations().isEmpty() && seen.violations().get(0).offset() == at),
        Experiment.holds(
            "in two conversations of half the length nothing does",
            twice(List.of(generated(at / 2 + 1)))));
  }

  static List<Experiment> limitPerConnection(Clues c) {
    return c.reply().length() >= Clues.MIB ? limitOfBytes(c) : limitOfMessages(c);
  }

  private static List<Experiment> limitOfBytes(Clues c) {
    long most = c.reply().length();
    if (most > MOST_BYTES) {
      return List.of();
    }
    return List.of(
        Experiment.fails("other bytes end there, too", Script.conversation(generated(most + 2))),
        Experiment.holds(
            "two connections with half of them each bring all back",
            twice(List.of(generated(most / 2 + 1)))));
  }

  private static List<Experiment> limitOfMessages(Clues c) {
    int most = (int) c.reply().writesEchoed();
    List<Experiment> experiments = new ArrayList<>();
    if (most < MOST_SPACED) {
      experiments.add(
          Experiment.fails(
              (most + 1) + " messages end there, also with a pause after each",
              Variation.pingPong(messages(most + 1), List.of(new Step.Pause(SPACE)))));
    }
    experiments.add(
        Experiment.holds(
            "two connections with half as many each bring all back",
            twice(messages(most / 2 + 1))));
    return experiments;
  }

  static List<Experiment> rateLimit(Clues c) {
    int most = (int) c.reply().writesEchoed();
    if (most < 1 || most >= MOST_SPACED) {
      return List.of();
    }
    return List.of(
        Experiment.fails(
            (most + 1) + " messages without a pause do not all come back",
            Variation.pingPong(messages(most + 1))),
        Experiment.holds(
            "with " + SPACE + " ms after each they do",
            Variation.pingPong(messages(most + 1), List.of(new Step.Pause(SPACE)))));
  }

  static List<Experiment> dropsShortReads(Clues c) {
    return List.of(
        Experiment.holds(
            "the same writes, each " + PADDING + " bytes longer, come back",
            Variation.sending(c.sighting().script(), StreamExperiments::padded)));
  }

  private static Payload padded(Payload payload) {
    byte[] bytes = payload.bytes(0, (int) payload.length());
    byte[] longer = Arrays.copyOf(bytes, bytes.length + PADDING);
    Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
    return Payload.of(longer);
  }

  static List<Experiment> dropsWhileBusy(Clues c) {
    return List.of(
        Experiment.holds(
            "if the client waits for each answer, all comes back",
            Variation.pingPong(c.sighting().script().sent(c.reply().connection()))));
  }

  static List<Experiment> bufferReused(Clues c) {
    List<Payload> sent = c.sighting().script().sent(c.reply().connection());
    return List.of(
        Experiment.holds(
            "if the client waits for each answer, all comes back",
            Variation.pingPong(sent.size() > 1 ? sent : singleBytes(sent.get(0)))),
        Experiment.that(
            "if it does not, later bytes come in the place of earlier ones",
            Script.conversation(quadruples()),
            seen -> seen.received().length() == 4 * LETTERS && !seen.hasOnlyOwedBytes()));
  }

  private static List<Payload> singleBytes(Payload payload) {
    return IntStream.range(0, (int) Math.min(payload.length(), LETTERS))
        .mapToObj(at -> Payload.of(payload.bytes(at, 1)))
        .toList();
  }

  /** Many writes, some of which come while others are answered, also on a busy machine. */
  private static Payload[] quadruples() {
    return IntStream.range(0, LETTERS)
        .mapToObj(i -> Payload.of(Character.toString('a' + i).repeat(4)))
        .toArray(Payload[]::new);
  }

  static List<Experiment> framingBySilence(Clues c) {
    int pause = c.reply().writeHere().map(w -> c.client().pauseBefore(w.step())).orElse(0);
    return List.of(
        Experiment.fails(
            "other bytes get lost behind a pause of " + pause + " ms, too",
            Variation.spaced(List.of(LONG, LONG), Math.max(1, pause))),
        Experiment.holds("without the pause they do not", Script.conversation(LONG, LONG)));
  }

  static List<Experiment> commandWord(Clues c) {
    return List.of(
        Experiment.holds(
            "with other letters the same conversation is right",
            Variation.sending(c.sighting().script(), StreamExperiments::respelt)),
        // Otherwise a fault that comes and goes would look like one of these letters.
        Experiment.fails("with these it is wrong", c.sighting().script()));
  }

  /** Each letter becomes another one of its case, each digit another digit. */
  private static Payload respelt(Payload payload) {
    byte[] bytes = payload.bytes(0, (int) payload.length());
    for (int i = 0; i < bytes.length; i++) {
      int letter = bytes[i] | 0x20;
      if (letter >= 'a' && letter <= 'z') {
        bytes[i] = (byte) ((letter - 'a' + 13) % 26 + 'a' - (letter - bytes[i]));
      } else if (bytes[i] > ' ' && bytes[i] < 0x7f) {
        bytes[i] = '7';
      }
    }
    return Payload.of(bytes);
  }

  static List<Experiment> falsyEnd() {
    return List.of(
        Experiment.that(
            "\"0\" by itself does not come back",
            Script.conversation(Payload.of("0")),
            seen -> !seen.isRight() && seen.received().length() == 0),
        Experiment.holds("\"1\" does", Script.conversation(Payload.of("1"))),
        Experiment.holds("\"00\" does", Script.conversation(Payload.of("00"))));
  }

  static List<Experiment> firstWriteLost(Oracle oracle) {
    return List.of(
        Experiment.answers(
            "of two writes only the second comes back",
            Variation.spaced(List.of(LONG, SHORT), APART),
            oracle.apply(SHORT.bytes(0, (int) SHORT.length()))),
        Experiment.answers(
            "the other way round, too",
            Variation.spaced(List.of(SHORT, LONG), APART),
            oracle.apply(LONG.bytes(0, (int) LONG.length()))));
  }

  static List<Experiment> oneMessageLate() {
    return List.of(
        Experiment.holds(
            "the echo of a message comes with the next message", messageBehindAnother()),
        Experiment.fails(
            "without one it does not",
            Script.of(new Step.Connect(0), new Step.Send(0, LONG), new Step.Read(0, 1))));
  }

  /** Two messages, the second of which is sent though the echo of the first has not come. */
  static Script messageBehindAnother() {
    return Script.of(
        new Step.Connect(0),
        new Step.Send(0, LONG),
        new Step.Pause(SURELY_APART),
        new Step.Send(0, SHORT),
        new Step.Read(0, LONG.length()),
        new Step.HalfClose(0),
        new Step.ReadToEnd(0));
  }

  static List<Experiment> firstConversations(Clues c) {
    return List.of(
        Experiment.holds("a later conversation is right", Script.conversation(Payload.of("a"))),
        Experiment.afresh(
            "after another start the same one goes wrong",
            c.sighting().script(),
            seen -> !seen.isRight()));
  }

  private static Payload generated(long length) {
    return new Payload.Generated(SEED, length, Alphabet.ASCII);
  }

  private static List<Payload> halves(long length) {
    return List.of(generated(length / 2), generated(length - length / 2));
  }

  private static List<Payload> messages(int count) {
    return Collections.nCopies(count, Payload.of("m"));
  }

  /** Two connections, one after the other, with the same messages. */
  private static Script twice(List<Payload> messages) {
    Script once = Variation.pingPong(messages);
    return once.then(once);
  }
}
