package dev.echospec.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Law;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** The bytes of the echo. */
public final class TransformCases {
  private static final String TUTORIAL =
      "the tutorial: data.upper() on bytes; RFC 862 for identity";

  /** Bytes that terminals, shells and parsers interpret. */
  private static final List<byte[]> TELLTALES =
      List.of(
          new byte[] {0},
          new byte[] {'a', 0, 'b'},
          new byte[] {4},
          new byte[] {'a', 4, 'b'},
          new byte[] {0x1a},
          new byte[] {'a', 0x1a, 'b'},
          new byte[] {(byte) 0xff},
          new byte[] {'a', (byte) 0xff, (byte) 0xf6, 'b'},
          new byte[] {(byte) 0xff, (byte) 0xfd, 1},
          new byte[] {3},
          new byte[] {8, 0x7f, 0x15},
          new byte[] {0x11, 0x13},
          "%s%n%d%%".getBytes(UTF_8),
          "\\n\\0\\x41".getBytes(UTF_8),
          "\u001b[31mred".getBytes(UTF_8),
          "quit\r\n".getBytes(UTF_8),
          "exit\n".getBytes(UTF_8),
          "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8),
          "${a}$(b)`c`".getBytes(UTF_8));

  private static final byte[] MARKED = "\ufeffmarked".getBytes(UTF_8);

  private static final List<String> NOT_UTF_8 =
      List.of(
          "c3",
          "61c3",
          "e4b8",
          "f09f98",
          "80",
          "6180",
          "bfbf",
          "c0af",
          "c1bf",
          "e08080",
          "f08080af",
          "eda080",
          "edb080",
          "f4908080",
          "f8888080",
          "fe",
          "ff",
          "feff",
          "fffe",
          "61e46162",
          "c3c3a9",
          "e4b861",
          "f09f9861");

  @Case(
      id = "transform/ascii-letters",
      rule =
          "The letters a to z come back as A to Z; every other printable ASCII character as it is.",
      why =
          "It is what the server is for; the tutorial's own dialogue is Hello World!, HELLO WORLD!.",
      fix =
          "Check the range of letters: 'a' to 'z', both included. Swapping the case, or a range that"
              + " is one letter short, breaks it. Under the profile rfc862 nothing may change.",
      content = true,
      source = TUTORIAL)
  void asciiLetters(@ForAll("letters") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> letters() {
    return new ScriptArbitrary(
        (index, random) ->
            one(
                index == 0
                    ? "Hello World!".getBytes(UTF_8)
                    : Generators.ascii(random, size(random, 256))));
  }

  @Case(
      id = "transform/every-byte",
      rule =
          "Each of the 256 byte values comes back, alone and among all the others; only 0x61 to 0x7a"
              + " change.",
      why =
          "A server that is right for text alone is wrong for images, archives and other encodings.",
      fix =
          "Treat what was read as bytes from end to end: no strings, no signed comparison, no"
              + " terminal or telnet layer. bytes.upper() in Python, an arithmetic on each byte elsewhere.",
      content = true,
      source = TUTORIAL,
      listed = 257)
  void everyByte(@ForAll("eachByte") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> eachByte() {
    return new ScriptArbitrary(
        (index, random) -> {
          if (index % 257 < 256) {
            return one(new byte[] {(byte) (index % 257)});
          }
          byte[] all = new byte[256];
          for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
          }
          return one(all);
        });
  }

  @Case(
      id = "transform/length",
      rule = "As many bytes come back as were sent.",
      why =
          "A client counts bytes to know that its answer is whole; one too few and it waits for ever.",
      fix =
          "Do not add line ends, prompts or terminators; do not trim; upper-case bytes and not"
              + " characters, since the upper case of some characters is longer.",
      source = TUTORIAL)
  void length(@ForAll("anything") Script script, Wire wire) {
    wire.converse(script, Law.LENGTH);
  }

  @Case(
      id = "transform/order",
      rule = "The bytes come back in the order in which they were sent.",
      why = "TCP keeps the order; a server that hands pieces to several workers can lose it.",
      fix = "Let one thread or task write to a connection, in the order in which it was read.",
      source = "RFC 9293, 2.2: an ordered byte-stream service")
  void order(@ForAll("numbered") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> numbered() {
    return new ScriptArbitrary(
        (index, random) -> {
          // Digits only: no transformation changes them, so a difference is one of order.
          StringBuilder numbers = new StringBuilder();
          int count = size(random, 512) + 2;
          for (int i = 0; i < count; i++) {
            numbers.append(String.format("%04d", i));
          }
          return Generators.cut(
              Generators.pieces(random, numbers.toString().getBytes(UTF_8), 4), 0);
        });
  }

  @Case(
      id = "transform/binary",
      rule =
          "Binary data of any size comes back; no byte is special, not NUL, end-of-file characters,"
              + " 0xff, escape or format sequences.",
      why = "An echo server has no protocol: what looks like a command is data.",
      fix =
          "Pass lengths, do not look for terminators; never give received bytes to printf, a shell, a"
              + " template or a terminal; open streams in binary mode.",
      content = true,
      source = TUTORIAL)
  void binary(@ForAll("binaries") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> binaries() {
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < TELLTALES.size()) {
            return one(TELLTALES.get(index));
          }
          byte[] bytes = Generators.binary(random, size(random, 64 << 10));
          return one(
              random.nextInt(4) > 0
                  ? bytes
                  : Generators.concat(bytes, TELLTALES.get(random.nextInt(TELLTALES.size()))));
        });
  }

  @Case(
      id = "transform/utf8-text",
      rule = "Text beyond ASCII passes as it is, but for its ASCII letters.",
      why =
          "An upper case that knows Unicode changes é, and makes two letters of ß: the length changes.",
      fix =
          "Upper-case the bytes, not the decoded text. If the server decodes for its log, let the log"
              + " replace what it cannot decode: a read may end inside a character.",
      content = true,
      source = TUTORIAL)
  void utf8Text(@ForAll("texts") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> texts() {
    return new ScriptArbitrary(
        (index, random) ->
            // A decoder swallows the mark at the beginning of a stream, and only there.
            one(index == 0 ? MARKED : Generators.text(random, size(random, 512))));
  }

  @Case(
      id = "transform/invalid-utf8",
      rule = "Bytes that are not UTF-8 pass as they are: cut, overlong, lone continuation bytes.",
      why =
          "A server that decodes what it reads replaces such bytes, or dies of them; anybody can send"
              + " them.",
      fix =
          "Do not decode to transform. Where the log decodes, use errors='replace' (Python), a lenient"
              + " decoder, or log a hex dump.",
      content = true,
      source = TUTORIAL)
  void invalidUtf8(@ForAll("broken") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> broken() {
    return new ScriptArbitrary(
        (index, random) -> {
          byte[] bad =
              HexFormat.of()
                  .parseHex(
                      NOT_UTF_8.get(
                          index < NOT_UTF_8.size() ? index : random.nextInt(NOT_UTF_8.size())));
          return one(
              index < NOT_UTF_8.size()
                  ? bad
                  : Generators.concat(
                      Generators.text(random, size(random, 64)),
                      bad,
                      Generators.text(random, size(random, 64))));
        });
  }

  @Case(
      id = "transform/locale",
      rule = "i becomes I, whatever the locale that the server runs in.",
      why =
          "In a Turkish or Azeri locale the upper case of i is İ, two bytes; Lithuanian keeps dots.",
      fix = "Upper-case bytes, or name a neutral locale: toUpperCase(Locale.ROOT).",
      content = true,
      source = TUTORIAL)
  void locale(@ForAll("dotted") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> dotted() {
    String[] parts = {"i", "I", "ı", "İ", "i\u0307", "j\u0307", "į", "ì", "ĩ", "l", "title", "fi"};
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < parts.length) {
            return one(parts[index].getBytes(UTF_8));
          }
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(1, 12); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
          }
          return one(text.toString().getBytes(UTF_8));
        });
  }

  @Case(
      id = "transform/line-endings",
      rule = "CR, LF, CR LF and a missing line end come back as they were sent.",
      why = "Line-based readers strip or translate them, or hold back a last line that has none.",
      fix = "Read bytes, not lines. In text mode switch newline translation off.",
      content = true,
      source = TUTORIAL)
  void lineEndings(@ForAll("lines") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> lines() {
    String[] ends = {"\n", "\r\n", "\r", "", "\n\r", "\n\n", "\u0085", "\u2028"};
    return new ScriptArbitrary(
        (index, random) -> {
          if (index < ends.length) {
            return one(("line" + ends[index]).getBytes(UTF_8));
          }
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(1, 8); i > 0; i--) {
            text.append("a".repeat(random.nextInt(6))).append(ends[random.nextInt(ends.length)]);
          }
          return one(text.toString().getBytes(UTF_8));
        });
  }

  @Case(
      id = "transform/idempotent",
      rule = "The echo of an echo is that echo again.",
      why =
          "It needs no oracle: what is upper case stays so, whatever the server thinks upper case is.",
      fix = "Look for a transformation that toggles or escapes: swapping cases, doubling, quoting.",
      source = "bytes.upper() is idempotent, and so is identity")
  void idempotent(@ForAll("shortOnes") Script script, Wire wire) {
    Payload first = joined(script.sent(0));
    wire.converse(conversations(List.of(first), List.of(wire.echo(first))), Law.IDEMPOTENT);
  }

  @Case(
      id = "transform/concatenation",
      rule = "The echo of two texts in one conversation is their echoes one after the other.",
      why = "It needs no oracle: a byte is treated alike wherever it stands.",
      fix =
          "Look for state: capitalised first letters, a counter, a context that a byte or a"
              + " connection leaves behind, a transformation of the first read alone.",
      source = "bytes.upper() is a homomorphism, and so is identity")
  void concatenation(@ForAll("pairs") Script script, Wire wire) {
    List<Payload> sent = script.sent(0);
    if (sent.size() > 1) {
      Payload first = sent.get(0);
      Payload second = joined(sent.subList(1, sent.size()));
      List<Step> steps = new ArrayList<>(conversations(List.of(first), List.of(second)).steps());
      steps.add(new Step.Connect(2));
      Optional<Step> pause = script.steps().stream().filter(Step.Pause.class::isInstance).findAny();
      if (pause.isPresent()) {
        steps.add(new Step.Send(2, first));
        steps.add(pause.get());
        steps.add(new Step.Send(2, second));
      } else {
        steps.add(new Step.Send(2, joined(sent)));
      }
      steps.add(new Step.HalfClose(2));
      steps.add(new Step.ReadToEnd(2));
      wire.converse(new Script(steps), Law.CONCATENATION);
    }
  }

  @Provide
  Arbitrary<Script> pairs() {
    return new ScriptArbitrary(
        (index, random) ->
            Generators.cut(
                List.of(
                    Generators.anything(random, 1 + size(random, 256)),
                    Generators.anything(random, 1 + size(random, 256))),
                index % 2 == 0 ? 0 : 2));
  }

  private static Payload joined(List<Payload> payloads) {
    return Payload.of(
        Generators.concat(payloads.stream().map(Payload::period).toArray(byte[][]::new)));
  }

  /** Returns consecutive conversations, each on a connection of its own. */
  @SafeVarargs
  private static Script conversations(List<Payload>... conversations) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < conversations.length; i++) {
      steps.add(new Step.Connect(i));
      for (Payload payload : conversations[i]) {
        steps.add(new Step.Send(i, payload));
      }
      steps.add(new Step.HalfClose(i));
      steps.add(new Step.ReadToEnd(i));
    }
    return new Script(steps);
  }

  @Provide
  Arbitrary<Script> shortOnes() {
    return new ScriptArbitrary(
        (index, random) -> one(Generators.anything(random, size(random, 256))));
  }

  @Provide
  Arbitrary<Script> anything() {
    return new ScriptArbitrary(
        (index, random) -> one(Generators.anything(random, size(random, 4096))));
  }

  private static int size(SplittableRandom random, int most) {
    return Generators.size(random, most);
  }

  private static Script one(byte[] bytes) {
    return Script.conversation(Payload.of(bytes));
  }
}
