package dev.echospec.suite;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Clients that abort. Each script ends with an orderly client, which must be served. */
public final class DisconnectCases {
  private static final String ABORT =
      "RFC 9293, 3.10.5 and 3.5.3: either side may abort at any time";
  private static final String SURVIVE =
      "Handle the error of a read or a write on one connection by closing that connection: catch it"
          + " around the loop of one client, ignore SIGPIPE, add an error listener (Node).";

  @Case(
      id = "disconnect/reset-mid-stream",
      rule =
          "A client that resets in the middle of a conversation leaves the server serving the"
              + " next.",
      why = "Clients crash, cables are pulled; one of them must not end the service for all.",
      fix = SURVIVE,
      source = ABORT,
      cost = 2,
      resets = true)
  void resetMidStream(@ForAll("resets") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> resets() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder().connect(0);
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            script.send(0, Generators.anything(random, 1 + Generators.size(random, 4096)));
            if (random.nextInt(3) == 0) {
              script.read(0, 1 + random.nextInt(64));
            }
          }
          if (random.nextInt(4) == 0) {
            script.halfClose(0);
          }
          script.reset(0);
          return served(script, 1);
        });
  }

  @Case(
      id = "disconnect/reset-before-data",
      rule = "A client that connects and resets at once leaves the server serving the next.",
      why = "Port scanners and health checks of load balancers do just that.",
      fix = SURVIVE,
      source = ABORT,
      cost = 4,
      resets = true)
  void resetBeforeData(@ForAll("knocks") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> knocks() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder();
          int knocks = random.nextInt(1, 4);
          for (int i = 0; i < knocks; i++) {
            script.connect(i);
            if (random.nextBoolean()) {
              script.pause(random.nextInt(1, 4));
            }
            script.reset(i);
          }
          return served(script, knocks);
        });
  }

  @Case(
      id = "disconnect/close-with-unread-echo",
      rule = "A client that closes without reading its echo leaves the server serving the next.",
      why = "The server's write then fails with a broken pipe, which ends many programs.",
      fix = SURVIVE,
      source = ABORT,
      cost = 4)
  void closeWithUnreadEcho(@ForAll("leavers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> leavers() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder().connect(0).stopReading(0);
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            script.send(0, Generators.ascii(random, 1 + Generators.size(random, 8192)));
          }
          if (random.nextBoolean()) {
            script.pause(random.nextInt(1, 10));
          }
          script.close(0);
          return served(script, 1);
        });
  }

  @Case(
      id = "disconnect/close-during-large-echo",
      rule = "A client that leaves with megabytes on their way leaves the server serving the next.",
      why = "The server is then blocked in a write, or has much queued, when the reset comes.",
      fix = SURVIVE,
      source = ABORT,
      cost = 25,
      sideBySide = true)
  void closeDuringLargeEcho(@ForAll("largeLeavers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> largeLeavers() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder().connect(0).stopReading(0);
          script.send(
              0,
              new Payload.Generated(
                  random.nextLong(), random.nextInt(1 << 20, 16 << 20), Alphabet.ASCII));
          // Long enough that the server blocks in a write, also on a busy machine.
          script.pause(random.nextInt(100, 300));
          leave(script, 0, !random.nextBoolean());
          return served(script, 1);
        });
  }

  @Case(
      id = "disconnect/storm",
      rule = "After two hundred abrupt ends in a row the next client is served.",
      why = "Leaks and races that one abort hides show after many.",
      fix = SURVIVE + " Close the socket on every path.",
      source = ABORT,
      cost = 100,
      heavy = true,
      resets = true,
      sideBySide = true)
  void storm(@ForAll("storms") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> storms() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder();
          for (int i = 0; i < 200; i++) {
            abort(script, i, random);
          }
          return served(script, 200);
        });
  }

  private static void abort(ScriptBuilder script, int connection, SplittableRandom random) {
    script.connect(connection);
    if (random.nextInt(3) > 0) {
      script.send(connection, Generators.ascii(random, 1 + Generators.size(random, 256)));
    }
    if (random.nextInt(3) == 0) {
      script.halfClose(connection);
    }
    leave(script, connection, random.nextBoolean());
    // A full backlog makes the kernel wait for a second: no fault, but no test either.
    script.pause(random.nextInt(1, 4));
  }

  @Case(
      id = "disconnect/no-leftovers",
      rule = "Bytes of a conversation that was aborted never reach the next client.",
      why = "It is another client's data.",
      fix = "Keep buffers with the connection, not with the program; begin each client with none.",
      source = "the prefix law")
  void noLeftovers(@ForAll("leftovers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> leftovers() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script =
              new ScriptBuilder()
                  .connect(0)
                  .send(0, Generators.repeated('x', 1 + Generators.size(random, 400)));
          if (random.nextInt(3) == 0) {
            script.pause(random.nextInt(1, 5));
          }
          leave(script, 0, random.nextBoolean());
          return served(script, 1);
        });
  }

  private static void leave(ScriptBuilder script, int connection, boolean byReset) {
    if (byReset) {
      script.reset(connection);
    } else {
      script.close(connection);
    }
  }

  /** Appends an ordinary conversation of the next client. */
  private static Script served(ScriptBuilder script, int connection) {
    return script
        .connect(connection)
        .send(connection, Payload.of("still there?"))
        .halfClose(connection)
        .readToEnd(connection)
        .build();
  }
}
