package dev.echospec.suite;

import dev.echospec.play.Event;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** One client at a time. */
public final class SequentialCases {
  private static final int LONGEST_LINE = 16;

  /**
   * Pause in which the server serves those in its backlog, in milliseconds: a full one costs a
   * second.
   */
  private static final int TO_EMPTY_THE_BACKLOG = 200;

  @Case(
      id = "sequential/next-in-line",
      rule = "A second client waits, and is served once the first has ended.",
      why = "To serve one at a time is no reason to turn the next away.",
      fix = "Listen with a backlog of at least 1, and accept again after each client.",
      source = "the tutorial: listen(1), accept in a loop",
      cost = 20,
      profiles = Profile.SEQUENTIAL)
  void nextInLine(@ForAll("waiting") Script script, Wire wire) {
    wire.converse(script);
  }

  @Case(
      id = "sequential/queue",
      level = Level.INFO,
      rule = "How many clients are taken into the line while one is served.",
      why =
          "A client that finds the backlog full connects only when its system tries again, a second"
              + " or more later.",
      fix = "Nothing need be fixed. The backlog of listen sets it.",
      source = "the tutorial: listen(1)",
      cost = 1000,
      profiles = Profile.SEQUENTIAL)
  void queue(Wire wire) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    steps.add(new Step.Pause(100));
    for (int c = 1; c <= LONGEST_LINE; c++) {
      steps.add(new Step.Connect(c));
    }
    for (int c = 0; c <= LONGEST_LINE; c++) {
      steps.add(new Step.HalfClose(c));
      steps.add(new Step.ReadToEnd(c));
    }
    // The kernel retries after a second: a connect that takes as long was not in the backlog.
    wire.observe(new Script(steps), Duration.ofMillis(900))
        .ifPresent(
            seen -> {
              long connected =
                  seen.events().stream().filter(Event.Connected.class::isInstance).count();
              record(wire, Math.max(0, connected - 1));
            });
    List<Step> next = new ArrayList<>(List.of(new Step.Pause(TO_EMPTY_THE_BACKLOG)));
    next.addAll(Script.conversation(Payload.of("Hello World!")).steps());
    wire.converse(new Script(next));
  }

  private static void record(Wire wire, long waiting) {
    wire.record(
        (waiting < LONGEST_LINE ? "" : "at least ")
            + waiting
            + (waiting == 1 ? " client is" : " clients are")
            + " taken into the line while one is served",
        new Figure("waiting", waiting, "clients"));
  }

  @Provide
  Arbitrary<Script> waiting() {
    return new ScriptArbitrary(
        (index, random) ->
            Script.of(
                new Step.Connect(0),
                new Step.Send(
                    0, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 40)))),
                new Step.Connect(1),
                new Step.Send(
                    1, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 40)))),
                new Step.Pause(random.nextInt(1, 40)),
                new Step.HalfClose(0),
                new Step.ReadToEnd(0),
                new Step.HalfClose(1),
                new Step.ReadToEnd(1)));
  }
}
