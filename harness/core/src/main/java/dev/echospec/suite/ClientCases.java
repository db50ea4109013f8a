package dev.echospec.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Clients: what they send, what they print, and how they end. */
public final class ClientCases {
  private static final String TUTORIAL = "the tutorial's client: sendall, then recv(16) in a loop";
  private static final String TCP = "RFC 9293, 3.9.1: a stream of bytes, in segments of any size";
  private static final String HELLO = "Hello World!";
  private static final int[] BUFFERS = {16, 512, 1024, 4096, 8192};
  private static final int[] LENGTHS = {0, 1, 12, 16, 17, 1000, 4096, 100_000, 1_000_000};

  /** A character of each length in bytes, each with a cut inside of it. */
  private static final String WIDE = "aé中😀z";

  @Case(
      id = "client/address",
      rule = "The client finds its server by an IPv4 address, an IPv6 address and a host name.",
      why = "Users write what they know, and more and more machines have no IPv4 address.",
      fix =
          "Give host and port to getaddrinfo apart and try each address that it returns; do not glue"
              + " them with a colon.",
      source = "RFC 8305: clients of hosts with several addresses",
      cost = 33,
      listed = 3)
  void address(@ForAll("hosts") ServerScript script, ClientWire wire) {
    if (wire.isToldItsHost()) {
      wire.check(script, ClientLaw.EXCHANGES);
    }
  }

  @Provide
  Arbitrary<ServerScript> hosts() {
    return new ServerScriptArbitrary(
        (index, random) ->
            ServerScript.echo(Payload.of(HELLO)).at(Host.values()[index % Host.values().length]));
  }

  @Case(
      id = "client/early-end",
      rule =
          "When the server ends the stream before the whole echo came, the client ends soon, says so,"
              + " and its exit status is not 0.",
      why = "A script that calls the client takes a part of the reply for the whole.",
      fix =
          "Take a read of 0 bytes (-1 in Java) for the end: report how much is missing and exit with"
              + " another status than 0.",
      source = TUTORIAL,
      cost = 10)
  void earlyEnd(@ForAll("cutByAnEnd") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.GIVES_UP);
  }

  @Provide
  Arbitrary<ServerScript> cutByAnEnd() {
    return new ServerScriptArbitrary((index, random) -> cut(index, random).then(new HalfClose()));
  }

  @Case(
      id = "client/ends",
      rule =
          "Once the whole echo is there, and not before, the client ends by itself with exit status"
              + " 0; it waits neither for the server to close, unless it has half-closed, nor for a"
              + " line end.",
      why = "A client that waits for more hangs, and one that leaves early loses the rest.",
      fix = "Count bytes: the reply is over when as many have come as were sent.",
      source = TUTORIAL,
      cost = 4)
  void ends(@ForAll("whole") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.ENDS);
  }

  @Case(
      id = "client/excess",
      level = Level.SHOULD,
      rule = "Bytes beyond the echo do the client no harm: it prints the echo and ends.",
      why = "A server that greets or says goodbye must not stop or confuse its clients.",
      fix = "Stop reading once as many bytes have come as were sent.",
      source = TUTORIAL,
      cost = 33)
  void excess(@ForAll("andMore") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.UNHARMED);
  }

  @Provide
  Arbitrary<ServerScript> andMore() {
    return new ServerScriptArbitrary(
        (index, random) -> {
          Payload message = message(random, index == 0 ? 12 : 1 + Generators.size(random, 200));
          int more = index == 0 ? 1 : 1 + Generators.size(random, 5000);
          Payload excess = Payload.of(Generators.ascii(random, more));
          return ServerScript.inPieces(message, List.of(), 0).then(new Send(excess));
        });
  }

  @Case(
      id = "client/output",
      rule =
          "What the client prints is the echo, whole and in order, in whatever pieces it came and"
              + " however late.",
      why = "TCP keeps no pieces: a reply that came in one piece yesterday comes in two today.",
      fix =
          "Read in a loop until as many bytes have come as were sent; print the bytes that a read"
              + " gave and no others; decode no piece by itself.",
      source = TCP,
      cost = 2,
      listed = 30,
      rank = 1,
      content = true)
  void output(@ForAll("pieces") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.PRINTS);
  }

  @Provide
  Arbitrary<ServerScript> pieces() {
    return new ServerScriptArbitrary(ClientCases::inPieces);
  }

  @Case(
      id = "client/quiet-end",
      rule =
          "When the client has ended, so has its connection; a reset once it has everything is put"
              + " up with.",
      why = "A connection that stays open costs the server its place.",
      fix = "Close the socket on every path; leave it to no child process.",
      source = TUTORIAL,
      cost = 20)
  void quietEnd(@ForAll("whole") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.CLOSES);
  }

  @Case(
      id = "client/refused",
      rule = "When no server listens, the client ends soon, says so, and its exit status is not 0.",
      why = "It is the error that users meet most.",
      fix = "Check what connect returns; print its error and exit with another status than 0.",
      source = "RFC 9293, 3.10.7.3: a reset in answer to a SYN",
      cost = 100)
  void refused(@ForAll("nobody") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.GIVES_UP);
  }

  @Provide
  Arbitrary<ServerScript> nobody() {
    return new ServerScriptArbitrary(
        (index, random) -> new ServerScript(Payload.of(HELLO), Host.IPV4, List.of(new Refuse())));
  }

  @Case(
      id = "client/reset",
      rule =
          "When the server resets the connection, the client ends soon, says so, and its exit status"
              + " is not 0.",
      why = "A server that is restarted resets its connections.",
      fix =
          "Catch the error of a read and of a write; report it and exit with another status than 0.",
      source = "RFC 9293, 3.10.7.4: a reset aborts the connection",
      cost = 10)
  void reset(@ForAll("cutByAReset") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.GIVES_UP);
  }

  @Provide
  Arbitrary<ServerScript> cutByAReset() {
    return new ServerScriptArbitrary((index, random) -> cut(index, random).then(new Reset()));
  }

  @Case(
      id = "client/sends",
      rule =
          "Exactly the message arrives, whole and once, whatever its length and bytes, and nothing"
              + " beside it.",
      why = "A line end more, or a message cut at a buffer's size, is another message.",
      fix =
          "Send the bytes of the message and no others, in a loop until all are taken, and flush;"
              + " read the input to its end.",
      source = TCP,
      cost = 4,
      listed = 12,
      rank = 2,
      content = true)
  void sends(@ForAll("messages") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.SENDS);
  }

  @Provide
  Arbitrary<ServerScript> messages() {
    return new ServerScriptArbitrary(
        (index, random) -> {
          if (index < LENGTHS.length) {
            byte[] bytes =
                LENGTHS[index] == HELLO.length()
                    ? HELLO.getBytes(UTF_8)
                    : Generators.ascii(random, LENGTHS[index]);
            return ServerScript.echo(Payload.of(bytes));
          }
          return ServerScript.echo(
              switch (index % 3) {
                case 0 -> Payload.of(everyByte());
                case 1 -> Payload.of(Generators.lines(random, 1 + Generators.size(random, 20)));
                default -> message(random, Generators.size(random, 10_000));
              });
        });
  }

  @Case(
      id = "client/silent-server",
      level = Level.SHOULD,
      rule = "When the server falls silent, the client gives up by itself.",
      why = "A client that waits for ever holds up all that waits for it.",
      fix = "Set a time-out on reads, of a few seconds.",
      source = "RFC 1122, 4.2.3.5: an application decides how long it waits",
      cost = 66,
      listed = 3)
  void silentServer(@ForAll("silence") ServerScript script, ClientWire wire) {
    wire.check(script, ClientLaw.TIRES);
  }

  @Provide
  Arbitrary<ServerScript> silence() {
    return new ServerScriptArbitrary(
        (index, random) ->
            new ServerScript(
                Payload.of(HELLO), Host.IPV4, List.of(new Read(ServerStep.EVERYTHING))));
  }

  @Case(
      id = "client/wrong-reply",
      level = Level.INFO,
      rule = "What the client does with a wrong reply of the right length is recorded.",
      why = "A client may print what came, or compare it; users want to know which.",
      fix = "Nothing is wrong with either: say in the client's help which of them it does.",
      source = "measured",
      cost = 100)
  void wrongReply(@ForAll("wrong") ServerScript script, ClientWire wire) {
    wire.observe(script);
  }

  @Provide
  Arbitrary<ServerScript> wrong() {
    return new ServerScriptArbitrary(
        (index, random) ->
            new ServerScript(
                Payload.of(HELLO),
                Host.IPV4,
                List.of(new Read(ServerStep.EVERYTHING), new Send(Payload.of("JELLO WORLD?")))));
  }

  @Provide
  Arbitrary<ServerScript> whole() {
    return new ServerScriptArbitrary(
        (index, random) ->
            switch (index % 4) {
              case 0 -> ServerScript.inPieces(Payload.of(HELLO), List.of(), 0);
              case 1 -> ServerScript.echo(message(random, Generators.size(random, 3000)));
              case 2 ->
                  ServerScript.inPieces(
                      message(random, BUFFERS[random.nextInt(BUFFERS.length)]), List.of(), 0);
              default -> inPieces(random.nextInt(100), random);
            });
  }

  /** The list of a case first: what is known to break clients, each at its shortest. */
  private static ServerScript inPieces(int index, SplittableRandom random) {
    Payload hello = Payload.of(HELLO);
    Payload wide = Payload.of(WIDE);
    return switch (index) {
      case 0 -> ServerScript.inPieces(hello, List.of(), 0);
      case 1 -> ServerScript.inPieces(hello, List.of(6), 20);
      case 2 -> ServerScript.inPieces(hello, ones(HELLO.length()), 4);
      case 3 -> ServerScript.inPieces(hello, List.of(), 0).then(new HalfClose());
      case 4 -> ServerScript.inPieces(hello, List.of(6), 20).then(new HalfClose());
      case 5 -> ServerScript.inPieces(wide, List.of(2), 20);
      case 6 -> ServerScript.inPieces(wide, List.of(4), 20);
      case 7 -> ServerScript.inPieces(wide, List.of(7), 20);
      case 8 -> ServerScript.inPieces(wide, List.of(), 0);
      case 9 -> late(hello, 700, 0);
      case 10 -> late(hello, 2000, 0);
      case 11 -> late(hello, 700, 6);
      case 12 -> late(hello, 2000, 6);
      case 13 -> ServerScript.inPieces(ascii(random, 40), List.of(24, 10), 20);
      case 14 ->
          ServerScript.inPieces(
              Payload.of("a".repeat(15) + "é" + "b".repeat(14) + "中"), List.of(), 0);
      case 15 -> ServerScript.inPieces(Payload.of(""), List.of(), 0);
      case 16, 17, 18, 19, 20 ->
          ServerScript.inPieces(ascii(random, BUFFERS[index - 16]), List.of(), 0);
      case 21, 22, 23, 24, 25 ->
          ServerScript.inPieces(ascii(random, 2 * BUFFERS[index - 21] + 1), List.of(), 0);
      case 26 -> ServerScript.inPieces(ascii(random, 1000), falling(1000), 3);
      case 27 -> ServerScript.inPieces(ascii(random, 100_000), List.of(), 0);
      case 28 -> ServerScript.inPieces(Payload.of("one\r\ntwo\rthree\n"), List.of(), 0);
      case 29 -> ServerScript.inPieces(Payload.of("nul\0in the middle"), List.of(), 0);
      default -> atRandom(random);
    };
  }

  private static ServerScript atRandom(SplittableRandom random) {
    byte[] bytes = message(random, 2 + Generators.size(random, 4000)).period();
    List<Integer> pieces =
        Generators.pieces(random, bytes, 2 + random.nextInt(8)).stream()
            .map(piece -> piece.length)
            .toList();
    int pause = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 8);
    ServerScript script =
        ServerScript.inPieces(
            Payload.of(bytes), pieces.subList(0, Math.max(0, pieces.size() - 1)), pause);
    return random.nextInt(3) == 0 ? script.then(new HalfClose()) : script;
  }

  private static ServerScript late(Payload message, int millis, int first) {
    List<ServerStep> steps = new ArrayList<>();
    steps.add(new Read(ServerStep.EVERYTHING));
    if (first > 0) {
      steps.add(new Answer(first));
    }
    steps.add(new Pause(millis));
    steps.add(new Answer(ServerStep.EVERYTHING));
    return new ServerScript(message, Host.IPV4, steps);
  }

  /** A run whose echo is cut at some byte; how the connection ends there is left to the case. */
  private static ServerScript cut(int index, SplittableRandom random) {
    byte[] bytes =
        index < 4
            ? HELLO.getBytes(UTF_8)
            : message(random, 1 + Generators.size(random, 2000)).period();
    int at =
        switch (index) {
          case 0 -> 5;
          case 1 -> 0;
          case 2 -> bytes.length - 1;
          case 3 -> 1;
          default -> random.nextInt(bytes.length);
        };
    List<ServerStep> steps = new ArrayList<>();
    // Without reading, the connection may end while the client still sends.
    if (index % 4 != 1 || at > 0) {
      steps.add(new Read(ServerStep.EVERYTHING));
    }
    if (at > 0) {
      steps.add(new Answer(at));
    }
    if (index % 3 == 2) {
      steps.add(new Pause(random.nextInt(1, 30)));
    }
    return new ServerScript(Payload.of(bytes), Host.IPV4, steps);
  }

  private static Payload message(SplittableRandom random, int length) {
    return Payload.of(Generators.anything(random, length));
  }

  private static Payload ascii(SplittableRandom random, int length) {
    return Payload.of(Generators.ascii(random, length));
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
    return bytes;
  }

  private static List<Integer> ones(int count) {
    return IntStream.range(0, count).mapToObj(i -> 1).toList();
  }

  /** Pieces of which each is shorter than the one before it. */
  private static List<Integer> falling(int length) {
    List<Integer> pieces = new ArrayList<>();
    int left = length;
    for (int piece = length / 2; piece > 0 && left > piece; piece /= 2) {
      pieces.add(piece);
      left -= piece;
    }
    return pieces;
  }
}
