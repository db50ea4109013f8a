package dev.echospec.suite;

import dev.echospec.judge.Violation.Excess;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Faults that show only after a while. */
public final class EnduranceCases implements Scalable {
  private static final int CONVERSATIONS = 500;
  private static final int LEAST_CONVERSATIONS = 20;
  private static final int MESSAGES = 10_000;
  private static final int LEAST_MESSAGES = 200;

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "endurance/churn",
      rule = "Thousands of short conversations, one after the other, are each exact.",
      why = "Leaks of descriptors, threads and children show when their limit is reached.",
      fix = "Close the accepted socket and end its thread or child on every path.",
      source = "the tutorial: while True around accept, close in finally",
      cost = 50,
      heavy = true)
  void churn(@ForAll("conversations") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> conversations() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          int conversations = effort.conversations(CONVERSATIONS, LEAST_CONVERSATIONS);
          for (int c = 0; c < conversations; c++) {
            steps.add(new Step.Connect(c));
            steps.add(
                new Step.Send(
                    c, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 64)))));
            steps.add(new Step.HalfClose(c));
            steps.add(new Step.ReadToEnd(c));
          }
          return new Script(steps);
        });
  }

  @Case(
      id = "endurance/long-lived",
      rule = "Ten thousand messages on one connection are each exact.",
      why = "Counters overflow, buffers fill up, and limits are reached.",
      fix = "Keep nothing of a connection that grows with what it has echoed.",
      source = "the tutorial: while True around recv",
      cost = 200)
  void longLived(@ForAll("messages") Script script, Wire wire) {
    wire.converse(script);
  }

  @Case(
      id = "endurance/memory",
      level = Level.SHOULD,
      rule = "The memory of the server does not grow with the bytes that it echoes.",
      why = "A server that keeps what it has served ends when the memory does.",
      fix =
          "Forget what was echoed: no log or history in memory, no buffer that only grows, no list"
              + " of messages without a limit.",
      source = "the tutorial: one buffer of 16 bytes, read and sent again and again",
      cost = 1000)
  void memory(Wire wire) {
    if (!wire.countsMemory()) {
      return;
    }
    Optional<Growth> growth = Growth.measure(wire, effort);
    if (growth.isEmpty()) {
      wire.leaveOpen("the time was up before it could be measured");
      return;
    }
    wire.record(growth.get().toString(), growth.get().figures());
    switch (growth.get().course()) {
      case SETTLED -> {}
      case ENDLESS ->
          wire.holdsTooMuch(
              Excess.DELIVERED_ECHO, "the server keeps what it echoes: " + growth.get());
      case UNKNOWN -> wire.leaveOpen(growth.get() + ", and still grew when the time was up");
    }
  }

  @Provide
  Arbitrary<Script> messages() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          int messages = effort.messages(MESSAGES, LEAST_MESSAGES);
          for (int i = 0; i < messages; i++) {
            steps.add(
                new Step.Send(
                    0, Payload.of(Generators.ascii(random, 1 + Generators.size(random, 64)))));
            steps.add(new Step.Read(0, Step.EVERYTHING));
          }
          steps.add(new Step.HalfClose(0));
          steps.add(new Step.ReadToEnd(0));
          return new Script(steps);
        });
  }
}
