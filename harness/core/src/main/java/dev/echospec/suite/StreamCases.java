package dev.echospec.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Law;
import dev.echospec.script.Alphabet;
import dev.echospec.script.CommandWords;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** TCP is a stream of bytes, not of messages. */
public final class StreamCases {
  private static final String STREAM = "RFC 9293, 2.2: a byte stream has no record boundaries";

  /** Sizes that servers read by. */
  private static final int[] BOUNDARIES = {
    16, 512, 1024, 1460, 4096, 8192, 16384, 32768, 65536, 131072
  };

  private static final byte[][] SPLIT = {
    "é".getBytes(UTF_8), "中".getBytes(UTF_8), "😀".getBytes(UTF_8)
  };

  /** Line ends behind a word that may be a command. */
  private static final String[] WORD_ENDS = {"\n", "", "\r\n", " now\r\n"};

  /** Words a try, few enough that a slow server finishes one soon. */
  private static final int WORDS_AT_ONCE = 70;

  /** Boundaries before which a split character is placed; the first is the tutorial's. */
  private static final int[] SPLIT_AT = {16, 32, 1024, 4096};

  @Case(
      id = "stream/interactive",
      rule = "What was sent is echoed while the connection stays open.",
      why =
          "A client that waits for its answer before it goes on would wait for ever, and so would the"
              + " server.",
      fix =
          "Answer each read at once: do not wait for a line end, a full buffer or the end of stream;"
              + " flush after each write, or do not buffer output at all.",
      atOnce = true,
      source = "the tutorial: recv, upper, sendall in a loop",
      cost = 4,
      rank = 1,
      sideBySide = true)
  void interactive(@ForAll("dialogues") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> dialogues() {
    return new ScriptArbitrary(
        (index, random) -> {
          int rounds = index == 0 ? 1 : random.nextInt(1, 5);
          return dialogue(
              rounds,
              () ->
                  index == 0
                      ? new byte[] {'a'}
                      : Generators.ascii(random, 1 + Generators.size(random, 64)));
        });
  }

  @Case(
      id = "stream/segmentation",
      rule = "The echo depends only on the bytes sent, never on how they were cut into writes.",
      why = "Networks cut and join as they like; a server that relies on cuts fails on a busy day.",
      fix =
          "Treat each read as any piece of the stream: keep no meaning in where it begins or ends."
              + " What needs whole characters or lines must carry the rest over to the next read.",
      source = STREAM,
      listed = 128,
      cost = 2)
  void segmentation(@ForAll("cuts") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> cuts() {
    byte[] telling = "aé中z".getBytes(UTF_8);
    int masks = 1 << (telling.length - 1);
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < masks) {
            return Generators.cut(Generators.pieces(telling, index), 1);
          }
          byte[] bytes = Generators.anything(random, 1 + Generators.size(random, 512));
          return Generators.cut(Generators.pieces(random, bytes, 8), random.nextInt(3));
        });
  }

  @Case(
      id = "stream/read-boundaries",
      rule =
          "One write comes back whole whatever its length: around 16, 512, 1024, 1460, 4096 … 131072"
              + " bytes as well.",
      why =
          "Servers read by such sizes; what lies across the boundary is where they lose or change.",
      fix =
          "Read until the end of stream, not once; handle what one read gave (n bytes, not the whole"
              + " buffer); do not decode or trim a read by itself.",
      source = "the tutorial: recv(16)",
      listed = 60)
  void readBoundaries(@ForAll("aroundBoundaries") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> aroundBoundaries() {
    return new ScriptArbitrary(
        (index, random) -> {
          int place = index % 30;
          int length = BOUNDARIES[place / 3] + place % 3 - 1;
          byte[] bytes =
              index < 30 ? Generators.ascii(random, length) : Generators.binary(random, length);
          return Script.conversation(Payload.of(bytes));
        });
  }

  @Case(
      id = "stream/split-character",
      rule = "A character of several bytes survives being cut by a read or between two writes.",
      why = "Text that happens to lie across a 16-byte read kills servers that decode each read.",
      fix =
          "Do not decode single reads. If text is needed, use an incremental decoder, which keeps the"
              + " incomplete character for the next read.",
      content = true,
      source = "the tutorial: recv(16), then data.decode()",
      listed = 63)
  void splitCharacter(@ForAll("splitCharacters") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> splitCharacters() {
    List<Script> listed = new ArrayList<>();
    for (byte[] character : SPLIT) {
      for (int cut = 1; cut < character.length; cut++) {
        for (int boundary : SPLIT_AT) {
          listed.add(
              Script.conversation(
                  Payload.of(
                      Generators.concat(
                          Generators.repeated('a', boundary - cut), character, new byte[] {'z'}))));
        }
        listed.add(
            Generators.cut(
                List.of(
                    Arrays.copyOf(character, cut),
                    Arrays.copyOfRange(character, cut, character.length)),
                20));
      }
    }
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < listed.size()) {
            return listed.get(index);
          }
          byte[] character = SPLIT[random.nextInt(SPLIT.length)];
          int cut = random.nextInt(1, character.length);
          byte[] before = Generators.text(random, Generators.size(random, 64));
          return Generators.cut(
              List.of(
                  Generators.concat(before, Arrays.copyOf(character, cut)),
                  Generators.concat(
                      Arrays.copyOfRange(character, cut, character.length),
                      Generators.text(random, Generators.size(random, 64)))),
              random.nextInt(2));
        });
  }

  @Case(
      id = "stream/one-byte-writes",
      rule = "Bytes that are written one by one come back like any others.",
      why = "A terminal, or a client without a buffer, sends like that.",
      fix = "A read may give a single byte: do not take that for an end, an error or a command.",
      source = STREAM,
      cost = 2)
  void oneByteWrites(@ForAll("singly") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> singly() {
    return new ScriptArbitrary(
        (index, random) -> {
          byte[] bytes = Generators.anything(random, 1 + Generators.size(random, 40));
          List<byte[]> pieces = new ArrayList<>(bytes.length);
          for (byte b : bytes) {
            pieces.add(new byte[] {b});
          }
          return Generators.cut(pieces, index % 8 == 0 ? 1 : 0);
        });
  }

  @Case(
      id = "stream/coalesced-writes",
      rule = "Several messages that arrive in one piece all come back.",
      why = "TCP joins what is sent in quick succession; a read is not a message.",
      fix = "Echo all bytes that a read gave, not the first line or the first message of them.",
      source = STREAM)
  void coalescedWrites(@ForAll("joined") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> joined() {
    String[] ends = {"\n", "\r\n", "\0", "", ";"};
    return new ScriptArbitrary(
        (index, random) -> {
          String end = ends[random.nextInt(ends.length)];
          StringBuilder messages = new StringBuilder();
          for (int i = random.nextInt(2, 6); i > 0; i--) {
            messages.append("hello".repeat(random.nextInt(1, 3))).append(end);
          }
          return Script.conversation(Payload.of(messages.toString()));
        });
  }

  @Case(
      id = "stream/command-words",
      rule =
          "No word is a command: quit, STOP, EHLO and hundreds like them come back, and the connection"
              + " serves on.",
      why =
          "An echo server has no protocol; a client whose data holds such a word loses its connection.",
      fix =
          "Compare nothing of what was read with words: a conversation ends at the end of stream only.",
      source =
          "the commands of SMTP, POP3, IMAP, FTP, HTTP, IRC, NNTP, shells, databases and chats",
      listed = 44,
      cost = 5)
  void commandWords(@ForAll("commands") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> commands() {
    List<Script> listed = commandScripts();
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < listed.size()) {
            return listed.get(index);
          }
          return dialogue(20, () -> among(random).getBytes(UTF_8));
        });
  }

  /** Each word in a write of its own, in several forms; then all of them as lines of one write. */
  private static List<Script> commandScripts() {
    List<Script> scripts = new ArrayList<>();
    for (String end : WORD_ENDS) {
      for (boolean upper : new boolean[] {false, true}) {
        List<byte[]> words =
            CommandWords.all().stream()
                .map(word -> ((upper ? word.toUpperCase(Locale.ROOT) : word) + end).getBytes(UTF_8))
                .toList();
        for (int from = 0; from < words.size(); from += WORDS_AT_ONCE) {
          List<byte[]> some = words.subList(from, Math.min(words.size(), from + WORDS_AT_ONCE));
          scripts.add(usedAfterwards(some));
        }
        if (end.endsWith("\n")) {
          scripts.add(usedAfterwards(List.of(Generators.concat(words.toArray(byte[][]::new)))));
        }
      }
    }
    return scripts;
  }

  /** Sends a last message when all has come back. */
  private static Script usedAfterwards(List<byte[]> messages) {
    Iterator<byte[]> each =
        Stream.concat(messages.stream(), Stream.of("still there?\n".getBytes(UTF_8))).iterator();
    return dialogue(messages.size() + 1, each::next);
  }

  /** Returns a word in mixed case among lines that are no commands. */
  private static String among(SplittableRandom random) {
    String word = CommandWords.all().get(random.nextInt(CommandWords.all().size()));
    String cased =
        switch (random.nextInt(3)) {
          case 0 -> word;
          case 1 -> word.toUpperCase(Locale.ROOT);
          default -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        };
    String end = WORD_ENDS[random.nextInt(WORD_ENDS.length)];
    return random.nextBoolean() ? cased + end : "hello\n" + cased + end + "world\n";
  }

  @Case(
      id = "stream/first-conversations",
      rule =
          "The first, the second and the third conversation after the start of the server are as exact"
              + " as any other, and so is whatever the kit itself asks it.",
      why =
          "The first client after a deployment is often a health check, whose reply no test reads.",
      fix = "Look for flags, counters and set-up that only the first clients of a process meet.",
      content = true,
      source = "the tutorial: while True around accept, one client like the other",
      fromStart = true,
      cost = 100)
  void firstConversations(@ForAll("conversations") Script script, Wire wire) {
    if (wire.startsAfresh()) {
      wire.converse(script);
    }
    int probes = wire.checkProbes();
    if (!wire.startsAfresh()) {
      wire.record(
          "the server cannot be started from here: the kit's own "
              + probes
              + " conversations count");
    }
  }

  @Provide
  Arbitrary<Script> conversations() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder();
          for (int c = 0; c < (index == 0 ? 3 : 5); c++) {
            script.connect(c);
            for (int i = index == 0 ? 1 : random.nextInt(1, 4); i > 0; i--) {
              byte[] message =
                  index == 0
                      ? "hello\n".getBytes(UTF_8)
                      : Generators.ascii(random, random.nextInt(1, 40));
              script.send(c, message).readAll(c);
            }
            script.halfClose(c).readToEnd(c);
          }
          return script.build();
        });
  }

  @Case(
      id = "stream/slow-writer",
      rule = "A client may pause between its writes; nothing is lost, changed or cut off.",
      why = "People type, networks stall; a pause says nothing about the end of the data.",
      fix =
          "Do not take silence for the end: no short read time-outs, no message framing by time; wait"
              + " for the end of stream.",
      source = "the tutorial: recv blocks until something comes",
      cost = 25,
      sideBySide = true)
  void slowWriter(@ForAll("hesitant") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> hesitant() {
    return new ScriptArbitrary(
        (index, random) -> {
          byte[] bytes = Generators.ascii(random, 2 + Generators.size(random, 64));
          int pause = index == 0 ? 400 : random.nextInt(10, 150);
          return Generators.cut(Generators.pieces(random, bytes, index == 0 ? 3 : 5), pause);
        });
  }

  @Case(
      id = "stream/ping-pong",
      rule =
          "Many rounds on one connection, of varied size, each answered before the next is sent.",
      why = "It is how clients use a connection; leftovers of one round turn up in the next.",
      fix =
          "Keep nothing between reads that could be sent twice: clear or slice buffers by the count of"
              + " bytes read.",
      source = "the tutorial: the loop around recv and sendall",
      cost = 8,
      sideBySide = true)
  void pingPong(@ForAll("rounds") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> rounds() {
    return new ScriptArbitrary(
        (index, random) ->
            dialogue(random.nextInt(5, 30), () -> Generators.anything(random, roundSize(random))));
  }

  /** Sometimes as large as a read of the server, to show what it does with the rest. */
  private static int roundSize(SplittableRandom random) {
    return random.nextInt(10) == 0
        ? BOUNDARIES[random.nextInt(BOUNDARIES.length)] + random.nextInt(3) - 1
        : 1 + Generators.size(random, 200);
  }

  @Case(
      id = "stream/pipelined",
      rule = "Many writes may be sent before the first echo is read; all come back, in order.",
      why = "Clients that send ahead are common, and all of their data is owed.",
      fix = "Go on reading and writing; do not drop input that comes while an answer is written.",
      source = STREAM,
      cost = 2)
  void pipelined(@ForAll("ahead") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> ahead() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.StopReading(0));
          for (int i = random.nextInt(3, 60); i > 0; i--) {
            steps.add(
                new Step.Send(
                    0, Payload.of(Generators.anything(random, 1 + Generators.size(random, 200)))));
          }
          steps.add(new Step.ResumeReading(0));
          return ended(steps);
        });
  }

  @Case(
      id = "stream/silent-until-spoken-to",
      rule = "The server sends nothing but the echo: no greeting, no prompt, at no time.",
      why = "A client takes the first byte that comes for the first byte of its answer.",
      fix = "Write diagnostics to the log, not to the socket.",
      source = "the prefix law: what was received is always a prefix of the echo of what was sent",
      cost = 20,
      sideBySide = true)
  void silentUntilSpokenTo(@ForAll("patient") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> patient() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.Pause(index == 0 ? 300 : random.nextInt(1, 120)));
          if (index > 0) {
            steps.add(
                new Step.Send(
                    0, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 40)))));
            steps.add(new Step.Read(0, Step.EVERYTHING));
            steps.add(new Step.Pause(random.nextInt(1, 60)));
          }
          return ended(steps);
        });
  }

  @Case(
      id = "stream/long-lines",
      rule = "A megabyte without a line end comes back like any other.",
      why = "Line-based servers have a limit, and cut, drop or close when it is passed.",
      fix = "Read bytes, not lines; asyncio's readline stops at 64 KiB, fgets at its buffer.",
      source = STREAM,
      cost = 50)
  void longLines(@ForAll("endless") Script script, Wire wire) {
    wire.converse(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> endless() {
    return new ScriptArbitrary(
        (index, random) ->
            Script.conversation(
                new Payload.Generated(
                    random.nextLong(),
                    index == 0 ? 1 << 20 : random.nextInt(100 << 10, 1 << 20),
                    Alphabet.ASCII)));
  }

  private interface Message {
    byte[] next();
  }

  private static Script dialogue(int rounds, Message message) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    for (int i = 0; i < rounds; i++) {
      steps.add(new Step.Send(0, Payload.of(message.next())));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    return ended(steps);
  }

  private static Script ended(List<Step> steps) {
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    return new Script(steps);
  }
}
