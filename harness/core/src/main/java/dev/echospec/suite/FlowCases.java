package dev.echospec.suite;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation.Excess;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Nothing is lost when one side is slow. */
public final class FlowCases implements Scalable {
  private static final String FLOW =
      "RFC 9293, 3.8.6: a receiver that reads slowly closes its window";
  private static final int MIB = 1 << 20;

  /** More than the buffers of the client's kernel take while the client does not read. */
  private static final long LEAST_UNREAD = 2L * MIB;

  /** More than the kernel takes on behalf of a server that does not read. */
  private static final long LEAST_OFFER = 4L * MIB;

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "flow/large",
      rule =
          "64 MiB, in a thorough run 1 GiB, come back whole while they are sent and read at the same"
              + " time.",
      why = "What works for a line can fail when the buffers of both sides are full at once.",
      fix =
          "Read and write in turn with a buffer of fixed size; write all of what was read before the"
              + " next read; do not gather the whole input first.",
      source = FLOW,
      cost = 200,
      listed = 2)
  void large(@ForAll("stream") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> stream() {
    return new ScriptArbitrary(
        (index, random) -> {
          // Even a slow server has time for the first of them.
          long mebibytes = (effort.thorough() ? 1024L : 64L) / (index == 0 ? 8 : 1);
          return Script.conversation(generated(random, effort.bytes(mebibytes * MIB, MIB)));
        });
  }

  @Case(
      id = "flow/slow-reader",
      rule = "A client that reads slowly at first, and then catches up, gets everything.",
      why = "Phones, busy programs and long lines read like that.",
      fix = "When a write takes less than was given, keep the rest and write it later, in order.",
      source = FLOW,
      cost = 50,
      sideBySide = true)
  void slowReader(@ForAll("sips") Script script, Wire wire) {
    wire.check(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> sips() {
    return new ScriptArbitrary(
        (index, random) -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Connect(0));
          steps.add(new Step.StopReading(0));
          steps.add(
              new Step.Send(
                  0,
                  generated(random, effort.bytes(random.nextInt(2 * MIB, 6 * MIB), LEAST_UNREAD))));
          for (int i = 0; i < 6; i++) {
            steps.add(new Step.Pause(random.nextInt(5, 30)));
            steps.add(new Step.ResumeReading(0));
            steps.add(new Step.Pause(1));
            steps.add(new Step.StopReading(0));
          }
          steps.add(new Step.ResumeReading(0));
          return ended(steps);
        });
  }

  @Case(
      id = "flow/stalled-reader",
      rule =
          "A client that stops reading for more than a second, with 24 MiB on their way, gets all of"
              + " them when it reads again.",
      why =
          "Only then are the server's writes blocked or cut short; programs that ignore how much a"
              + " write took lose data here, and only here.",
      fix =
          "Use sendall (Python), write until all is written (C, NIO), or await drain (Node); check the"
              + " count that send or write returns.",
      source = FLOW,
      cost = 100,
      sideBySide = true)
  void stalledReader(@ForAll("stalls") Script script, Wire wire) {
    wire.check(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> stalls() {
    return new ScriptArbitrary(
        (index, random) ->
            ended(
                new ArrayList<>(
                    List.of(
                        new Step.Connect(0),
                        new Step.StopReading(0),
                        new Step.Send(0, generated(random, effort.bytes(24L * MIB, LEAST_UNREAD))),
                        new Step.Pause(1200),
                        new Step.ResumeReading(0)))));
  }

  @Case(
      id = "flow/half-close-while-owed",
      rule =
          "A client that half-closes with megabytes still owed, and reads later, gets all of them.",
      why = "The end of the client's data is no reason to drop the server's.",
      fix =
          "After the end of input write what is pending, and only then close; do not destroy the socket"
              + " on the end event.",
      source = "RFC 9293, 3.6: a half-closed connection still delivers",
      cost = 50,
      sideBySide = true)
  void halfCloseWhileOwed(@ForAll("owing") Script script, Wire wire) {
    wire.check(script, Law.ECHO);
  }

  @Provide
  Arbitrary<Script> owing() {
    return new ScriptArbitrary(
        (index, random) ->
            Script.of(
                new Step.Connect(0),
                new Step.StopReading(0),
                new Step.Send(
                    0, generated(random, effort.bytes(random.nextInt(MIB, 6 * MIB), MIB))),
                new Step.HalfClose(0),
                new Step.Pause(300),
                new Step.ResumeReading(0),
                new Step.ReadToEnd(0)));
  }

  @Case(
      id = "flow/write-before-read",
      level = Level.INFO,
      rule =
          "How many bytes the server takes from a client that has not read any; all of them come back"
              + " when it reads.",
      why =
          "A client that writes all it has before it reads waits for ever behind this many bytes: a"
              + " server may stop reading when its answers are not read.",
      fix = "Nothing need be fixed. Clients should read while they write.",
      source = FLOW,
      cost = 1000,
      sideBySide = true)
  void writeBeforeRead(Wire wire) {
    Unread.measure(wire, offer(16), offer(64), !isSlow())
        .ifPresent(
            unread ->
                wire.record(
                    "takes " + unread.amount() + " before anything is read",
                    new Figure("takenUnread", unread.taken(), Figure.BYTES)));
  }

  @Case(
      id = "flow/bounded-memory",
      level = Level.SHOULD,
      rule =
          "A server whose answers are not read stops reading, instead of queueing them without bound.",
      why = "Otherwise one client that sends and never reads fills the server's memory.",
      fix =
          "Wait until an answer is written before the next read: await drain (Node), a bounded queue"
              + " (threads), interest in reads off while writes are pending (event loops).",
      source = FLOW,
      cost = 1000)
  void boundedMemory(Wire wire) {
    if (!wire.countsMemory()) {
      return;
    }
    Optional<Unread> measured = Unread.measure(wire, offer(16), offer(128), !isSlow());
    if (measured.isEmpty()) {
      wire.leaveOpen("the time was up before it could be measured");
      return;
    }
    Unread unread = measured.get();
    String seen =
        "takes "
            + unread.amount()
            + " before anything is read, and its memory grows by "
            + Figure.mebibytes(Math.max(0, unread.growth()));
    wire.record(
        seen,
        new Figure("takenUnread", unread.taken(), Figure.BYTES),
        new Figure("memoryGrowth", unread.growth(), Figure.BYTES));
    if (unread.isAll() && unread.taken() < 128L * MIB) {
      wire.leaveOpen("the server is too slow to be offered more: it " + seen);
      return;
    }
    // Some MiB of the rest are in the kernel, and a runtime may grow by some for other reasons.
    if (unread.isAll() && unread.growth() >= 64L * MIB) {
      wire.holdsTooMuch(Excess.UNREAD_ECHO, "the server " + seen);
    }
  }

  /** Returns how many bytes to offer to a server that is to stop reading. */
  private long offer(long mebibytes) {
    return effort.bytes(mebibytes * MIB, LEAST_OFFER);
  }

  private boolean isSlow() {
    return offer(16) < 16L * MIB;
  }

  private static Payload generated(SplittableRandom random, long length) {
    return new Payload.Generated(random.nextLong(), length, Alphabet.ANY);
  }

  private static Script ended(List<Step> steps) {
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    return new Script(steps);
  }
}
