package dev.echospec.suite;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/**
 * Clients that do not say goodbye. Each script ends with a client that does, and must be served.
 */
public class DisconnectCases {
  private static final String ABORT =
      "RFC 9293, 3.10.5 and 3.5.3: either side may abort at any time";
  private static final String SURVIVE =
      "Handle the error of a read or a write on one connection by closing that connection: catch it"
          + " around the loop of one client, ignore SIGPIPE, add an error listener (Node).";

  @Case(
      id = "disconnect/reset-mid-stream",
      rule =
          "A client that resets in the middle of a conversation leaves the server serving the next.",
      why = "Clients crash, cables are pulled; one of them must not end the service for all.",
      mend = SURVIVE,
      source = ABORT,
      cost = 2,
      resets = true)
  void resetMidStream(@ForAll("resets") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> resets() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            steps.add(
                new Step.Send(0, Payload.of(Draws.anything(random, 1 + Draws.size(random, 4096)))));
            if (random.nextInt(3) == 0) {
              steps.add(new Step.Read(0, 1 + random.nextInt(64)));
            }
          }
          if (random.nextInt(4) == 0) {
            steps.add(new Step.HalfClose(0));
          }
          steps.add(new Step.Reset(0));
          return served(steps, 1);
        });
  }

  @Case(
      id = "disconnect/reset-before-data",
      rule = "A client that connects and resets at once leaves the server serving the next.",
      why = "Port scanners and health checks of load balancers do just that.",
      mend = SURVIVE,
      source = ABORT,
      cost = 4,
      resets = true)
  void resetBeforeData(@ForAll("knocks") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> knocks() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          int knocks = random.nextInt(1, 4);
          for (int i = 0; i < knocks; i++) {
            steps.add(new Step.Connect(i));
            if (random.nextBoolean()) {
              steps.add(new Step.Pause(random.nextInt(1, 4)));
            }
            steps.add(new Step.Reset(i));
          }
          return served(steps, knocks);
        });
  }

  @Case(
      id = "disconnect/close-with-unread-echo",
      rule = "A client that closes without reading its echo leaves the server serving the next.",
      why = "The server's write then fails with a broken pipe, which ends many programs.",
      mend = SURVIVE,
      source = ABORT,
      cost = 4)
  void closeWithUnreadEcho(@ForAll("leavers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> leavers() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.StopReading(0));
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            steps.add(
                new Step.Send(0, Payload.of(Draws.ascii(random, 1 + Draws.size(random, 8192)))));
          }
          if (random.nextBoolean()) {
            steps.add(new Step.Pause(random.nextInt(1, 10)));
          }
          steps.add(new Step.Close(0));
          return served(steps, 1);
        });
  }

  @Case(
      id = "disconnect/close-during-large-echo",
      rule = "A client that leaves with megabytes on their way leaves the server serving the next.",
      why = "The server is then blocked in a write, or has much queued, when the reset comes.",
      mend = SURVIVE,
      source = ABORT,
      cost = 25)
  void closeDuringLargeEcho(@ForAll("largeLeavers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> largeLeavers() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.StopReading(0));
          steps.add(
              new Step.Send(
                  0,
                  new Payload.Generated(
                      random.nextLong(), random.nextInt(1 << 20, 16 << 20), Alphabet.ASCII)));
          // Until the server is blocked in a write, also on a busy machine.
          steps.add(new Step.Pause(random.nextInt(100, 300)));
          steps.add(random.nextBoolean() ? new Step.Close(0) : new Step.Reset(0));
          return served(steps, 1);
        });
  }

  @Case(
      id = "disconnect/storm",
      rule = "After two hundred abrupt ends in a row the next client is served.",
      why = "Leaks and races that one abort hides show after many.",
      mend = SURVIVE + " Close the socket on every path.",
      source = ABORT,
      cost = 100,
      resets = true)
  void storm(@ForAll("storms") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> storms() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            abort(steps, i, random);
          }
          return served(steps, 200);
        });
  }

  private static void abort(List<Step> steps, int connection, SplittableRandom random) {
    steps.add(new Step.Connect(connection));
    if (random.nextInt(3) > 0) {
      steps.add(
          new Step.Send(connection, Payload.of(Draws.ascii(random, 1 + Draws.size(random, 256)))));
    }
    if (random.nextInt(3) == 0) {
      steps.add(new Step.HalfClose(connection));
    }
    steps.add(random.nextBoolean() ? new Step.Reset(connection) : new Step.Close(connection));
    // A full backlog makes the kernel wait for a second: no fault, but no test either.
    steps.add(new Step.Pause(random.nextInt(1, 4)));
  }

  @Case(
      id = "disconnect/no-leftovers",
      rule = "Bytes of a conversation that was aborted never reach the next client.",
      why = "It is somebody else's data.",
      mend = "Keep buffers with the connection, not with the program; begin each client with none.",
      source = "the prefix law")
  void noLeftovers(@ForAll("leftovers") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> leftovers() {
    return new Drawn(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.Send(0, Payload.of(Draws.repeated('x', 1 + Draws.size(random, 400)))));
          if (random.nextInt(3) == 0) {
            steps.add(new Step.Pause(random.nextInt(1, 5)));
          }
          steps.add(random.nextBoolean() ? new Step.Reset(0) : new Step.Close(0));
          return served(steps, 1);
        });
  }

  /** Whatever happened before, the next client has a conversation as any other. */
  private static Script served(List<Step> steps, int connection) {
    steps.add(new Step.Connect(connection));
    steps.add(new Step.Send(connection, Payload.of("still there?")));
    steps.add(new Step.HalfClose(connection));
    steps.add(new Step.ReadToEnd(connection));
    return new Script(steps);
  }
}
