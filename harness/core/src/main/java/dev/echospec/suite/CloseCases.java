package dev.echospec.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Law;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** The end of a conversation. */
public final class CloseCases implements Scalable {
  private static final String HALF_CLOSE = "RFC 9293, 3.6: a half-closed connection still delivers";
  private static final String TUTORIAL = "the tutorial: an empty recv, then close in finally";
  private static final int MIB = 1 << 20;

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "close/half-close-drains",
      rule =
          "After the client's half-close, sent right behind the data, everything that is owed still"
              + " comes, then the end of stream.",
      why = "nc, curl and every shell pipeline end their input like that and then read the answer.",
      fix =
          "At the end of input, first write what is still to be written, then close. Do not destroy"
              + " the socket on the end event; await pending writes (Node: allowHalfOpen).",
      source = HALF_CLOSE,
      cost = 4,
      sideBySide = true)
  void halfCloseDrains(@ForAll("thenHalfClose") Script script, Wire wire) {
    wire.check(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> thenHalfClose() {
    return new ScriptArbitrary(
        (index, random) -> {
          if (index % 16 != 1) {
            return Script.conversation(
                Payload.of(Generators.anything(random, 1 + Generators.size(random, 8192))));
          }
          // Only a slow reader leaves megabytes pending in the server.
          return Script.of(
              new Step.Connect(0),
              new Step.StopReading(0),
              new Step.Send(
                  0,
                  new Payload.Generated(
                      random.nextLong(),
                      effort.bytes(random.nextInt(MIB, 4 * MIB), MIB),
                      Alphabet.ANY)),
              new Step.HalfClose(0),
              new Step.Pause(100),
              new Step.ResumeReading(0),
              new Step.ReadToEnd(0));
        });
  }

  @Case(
      id = "close/end-of-stream",
      rule =
          "Once the client has half-closed and has its echo, the server closes too, in an orderly way"
              + " and not with a reset.",
      why =
          "The client reads until the end of stream; a server that never closes leaves it hanging.",
      fix =
          "Close the connection when a read gives the end of stream, on every path (finally, defer,"
              + " try-with-resources); let no child process or thread keep the descriptor.",
      source = TUTORIAL)
  void endOfStream(@ForAll("any") Script script, Wire wire) {
    wire.check(script, Law.ECHO_AND_CLOSE);
  }

  @Case(
      id = "close/no-early-close",
      rule =
          "The server neither closes, resets nor falls silent while the client has not closed: not"
              + " after a message, not after seconds of idleness.",
      why = "The connection is the client's to end.",
      fix = "Loop until the end of stream; set no read time-out shorter than minutes.",
      source = "the tutorial: while True around recv",
      cost = 20,
      sideBySide = true)
  void noEarlyClose(@ForAll("idle") Script script, Wire wire) {
    wire.check(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> idle() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          for (int i = index == 0 ? 2 : random.nextInt(2, 4); i > 0; i--) {
            steps.add(
                new Step.Send(
                    0, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 40)))));
            steps.add(new Step.Read(0, Step.EVERYTHING));
            steps.add(new Step.Pause(index == 0 && i == 1 ? 1500 : random.nextInt(1, 40)));
          }
          steps.add(new Step.Send(0, Payload.of("still there?")));
          steps.add(new Step.Read(0, Step.EVERYTHING));
          return new Script(steps);
        });
  }

  @Case(
      id = "close/empty",
      rule =
          "A client that connects and half-closes without a byte gets the end of stream, not a byte.",
      why = "A port scan, a health check or a cancelled request looks like that.",
      fix = "Take an empty first read for the end, as any other.",
      source = TUTORIAL,
      cost = 20)
  void empty(@ForAll("nothing") Script script, Wire wire) {
    wire.check(script, Law.ECHO_AND_CLOSE);
  }

  @Provide
  Arbitrary<Script> nothing() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          if (index % 2 == 1) {
            steps.add(new Step.Pause(random.nextInt(1, 40)));
          }
          steps.add(new Step.HalfClose(0));
          steps.add(new Step.ReadToEnd(0));
          return new Script(steps);
        });
  }

  @Case(
      id = "close/immediate",
      rule = "Clients that connect and close at once, a hundred of them, do not stop the server.",
      why = "Health checks and port scans do that all day.",
      fix =
          "Expect accept, the first read and getpeername to fail for one client, and go on with the"
              + " next; do not let the accept loop end.",
      source = "RFC 9293, 3.6: either side may close at any time",
      cost = 100,
      sideBySide = true)
  void immediate(@ForAll("hasty") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> hasty() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            steps.add(new Step.Connect(i));
            steps.add(new Step.Close(i));
            // A full backlog makes the kernel wait for a second: no fault, but no test either.
            steps.add(new Step.Pause(2));
          }
          steps.add(new Step.Connect(100));
          steps.add(new Step.Send(100, Payload.of("still there?")));
          steps.add(new Step.HalfClose(100));
          steps.add(new Step.ReadToEnd(100));
          return new Script(steps);
        });
  }

  @Case(
      id = "close/nothing-after-end",
      rule = "After the echo comes not one byte more, neither at once nor at the end.",
      why = "A farewell, a line end or a repeated buffer is taken for data.",
      fix = "Write what was read and nothing else; write count bytes, not the whole buffer.",
      source = "the prefix law",
      cost = 10,
      sideBySide = true)
  void nothingAfterEnd(@ForAll("lingering") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> lingering() {
    return new ScriptArbitrary(
        (index, random) ->
            Script.of(
                new Step.Connect(0),
                new Step.Send(
                    0, Payload.of(Generators.anything(random, 1 + Generators.size(random, 200)))),
                new Step.Read(0, Step.EVERYTHING),
                new Step.Pause(random.nextInt(1, 60)),
                new Step.HalfClose(0),
                new Step.ReadToEnd(0)));
  }

  @Case(
      id = "close/releases",
      rule =
          "After many conversations the server holds no more descriptors, threads, child processes or"
              + " zombies than before.",
      why =
          "A leak does not show on the wire until the limit is hit; then every client gets nothing.",
      fix =
          "Close the accepted socket on every path, the parent's copy after a fork included; wait for"
              + " children; end the thread of a connection with it.",
      source = TUTORIAL,
      cost = 1000)
  void releases(Wire wire) {
    wire.checkReleases(() -> wire.check(Script.conversation(Payload.of("Hello World!")), Law.ECHO));
  }

  @Provide
  Arbitrary<Script> any() {
    return new ScriptArbitrary(
        (index, random) ->
            Script.conversation(
                Payload.of(
                    index == 0
                        ? "Hello World!".getBytes(UTF_8)
                        : Generators.anything(random, 1 + Generators.size(random, 4096)))));
  }
}
