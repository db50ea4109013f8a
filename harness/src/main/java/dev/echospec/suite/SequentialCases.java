package dev.echospec.suite;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** One client at a time. */
public class SequentialCases {
  @Case(
      id = "sequential/next-in-line",
      rule = "A second client waits, and is served once the first has ended.",
      why = "To serve one at a time is no reason to turn the next away.",
      mend = "Listen with a backlog of at least 1, and accept again after each client.",
      source = "the tutorial: listen(1), accept in a loop",
      cost = 20,
      profiles = Profile.SEED)
  void nextInLine(@ForAll("queue") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> queue() {
    return new Drawn(
        (index, random) ->
            Script.of(
                new Step.Connect(0),
                new Step.Send(0, Payload.of(Draws.ascii(random, 1 + Draws.size(random, 40)))),
                new Step.Connect(1),
                new Step.Send(1, Payload.of(Draws.ascii(random, 1 + Draws.size(random, 40)))),
                new Step.Pause(random.nextInt(1, 40)),
                new Step.HalfClose(0),
                new Step.ReadToEnd(0),
                new Step.HalfClose(1),
                new Step.ReadToEnd(1)));
  }
}
