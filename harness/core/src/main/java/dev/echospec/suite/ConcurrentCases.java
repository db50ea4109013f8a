package dev.echospec.suite;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** Many clients at once. */
public final class ConcurrentCases implements Scalable {
  /**
   * One of N tries of stalled-peer, the first among them, takes seconds: on a busy machine a server
   * needs that long to fill the buffers of a client that does not read.
   */
  private static final int PATIENT = 5;

  private static final String MANY = "the profile: many connections at once";

  /**
   * Connects in a row that fit into the backlog which a server has by default, 50 in Java: what
   * does not fit is connected a second later, and makes the case slow.
   */
  private static final int ACCEPTED = 32;

  /** Time for a server to accept that many, in milliseconds. */
  private static final int TO_ACCEPT_MILLIS = 5;

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "concurrent/independent",
      rule =
          "Eight, then up to sixty-four conversations, interleaved step by step, are each exact.",
      why = "Clients do not wait for each other.",
      fix =
          "Serve each connection by a thread or task of its own, or by a loop that never blocks on"
              + " one. A server that means to serve one at a time claims the profile sequential.",
      source = MANY,
      cost = 20,
      profiles = {Profile.CONCURRENT, Profile.RFC862})
  void independent(@ForAll("interleaved") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> interleaved() {
    return new ScriptArbitrary(
        (index, random) -> {
          if (index == 0) {
            // It shows a server of one client at a time before a full backlog does, and is short.
            return beside();
          }
          int connections = index == 1 ? 2 : index < 7 ? 8 : random.nextInt(8, 65 - effort.kept());
          ScriptBuilder script = new ScriptBuilder();
          for (int c = 0; c < connections; c++) {
            script.connect(c);
          }
          for (int i = connections * 3; i > 0; i--) {
            int c = random.nextInt(connections);
            script.send(c, own(c, 1 + Generators.size(random, 300)));
            if (random.nextBoolean()) {
              script.readAll(random.nextInt(connections));
            }
          }
          return ended(script, connections);
        });
  }

  /** A client is answered while another one stays connected. */
  private Script beside() {
    ScriptBuilder script = new ScriptBuilder().connect(0).connect(1);
    for (int c : new int[] {1, 0}) {
      script.send(c, own(c, 1)).readAll(c);
    }
    return ended(script, 2);
  }

  @Case(
      id = "concurrent/stalled-peer",
      rule =
          "Clients that say nothing, and clients that never read what they are owed, do not hold up"
              + " the others.",
      why = "One bad client would be enough to stop the service for all.",
      fix =
          "Never write with a blocking call in a loop that serves several clients; do not hold a"
              + " lock while writing.",
      source = MANY,
      cost = 40,
      profiles = {Profile.CONCURRENT, Profile.RFC862},
      sideBySide = true)
  void stalledPeer(@ForAll("stalled") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> stalled() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script =
              new ScriptBuilder()
                  .connect(0)
                  .connect(1)
                  .stopReading(1)
                  .send(
                      1,
                      new Payload.Generated(random.nextLong(), effort.blocking(), Alphabet.ASCII))
                  .pause(200)
                  .connect(2);
          for (int i = 0; i < 3; i++) {
            if (index % PATIENT == 0) {
              script.pause(1000);
            }
            script.send(2, own(2, 1 + Generators.size(random, 100))).readAll(2);
          }
          return script.halfClose(2).readToEnd(2).build();
        });
  }

  @Case(
      id = "concurrent/isolation",
      rule = "No byte of one connection ever appears on another.",
      why = "It is another client's data.",
      fix = "Share no buffer between connections, and none that is still being written.",
      source = MANY,
      cost = 2,
      profiles = {Profile.CONCURRENT, Profile.RFC862})
  void isolation(@ForAll("recognisable") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> recognisable() {
    return new ScriptArbitrary(
        (index, random) -> {
          int connections = random.nextInt(2, 13);
          ScriptBuilder script = new ScriptBuilder();
          for (int c = 0; c < connections; c++) {
            script.connect(c).stopReading(c);
          }
          for (int round = random.nextInt(2, 7); round > 0; round--) {
            for (int c = 0; c < connections; c++) {
              script.send(c, own(c, random.nextInt(1, 8192)));
            }
          }
          for (int c = 0; c < connections; c++) {
            script.resumeReading(c);
          }
          return ended(script, connections);
        });
  }

  @Case(
      id = "concurrent/burst",
      rule = "A burst of a hundred connects is served, all of it, in the end.",
      why = "Clients come back all at once after an outage.",
      fix =
          "Accept in a loop of its own and hand connections on; do not refuse or drop what comes"
              + " beyond some number. A short backlog alone is no fault.",
      source = MANY,
      cost = 50,
      profiles = {Profile.CONCURRENT, Profile.RFC862})
  void burst(@ForAll("bursts") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> bursts() {
    return new ScriptArbitrary(
        (index, random) -> atOnce(100 - effort.kept(), 100, index % 2 == 0 ? 1 : 40, random));
  }

  @Case(
      id = "concurrent/many",
      level = Level.SHOULD,
      rule =
          "A thousand clients, in a thorough run ten thousand, may be connected at once, and each"
              + " is served.",
      why = "Chat and telemetry servers look like that.",
      fix = "Raise the limit of descriptors; prefer tasks or an event loop to threads.",
      source = MANY,
      cost = 1000,
      heavy = true,
      profiles = {Profile.CONCURRENT, Profile.RFC862})
  void many(@ForAll("thousands") Script script, Wire wire) {
    wire.converse(script);
    if (effort.connections() < wanted()) {
      wire.record(
          "only " + effort.connections() + " at once: more cannot be open from this process");
    }
  }

  @Provide
  Arbitrary<Script> thousands() {
    return new ScriptArbitrary(
        (index, random) -> atOnce(Math.min(wanted(), effort.connections()), ACCEPTED, 100, random));
  }

  private int wanted() {
    return (effort.thorough() ? 10_000 : 1000) - effort.kept();
  }

  /**
   * Returns a script of clients that connect in bursts. The pause behind all of them lets the
   * server accept them before the first one speaks.
   */
  private static Script atOnce(
      int connections, int burst, int pauseMillis, SplittableRandom random) {
    ScriptBuilder script = new ScriptBuilder();
    for (int c = 0; c < connections; c++) {
      if (c > 0 && c % burst == 0) {
        script.pause(TO_ACCEPT_MILLIS);
      }
      script.connect(c);
    }
    script.pause(pauseMillis);
    for (int c = 0; c < connections; c++) {
      script.send(c, own(c, random.nextInt(1, 40)));
    }
    return ended(script, connections);
  }

  @Case(
      id = "concurrent/slow-loris",
      level = Level.SHOULD,
      rule = "Sixty clients that send a byte now and then do not keep another from being served.",
      why = "It is the cheapest way to take a server with few workers out of service.",
      fix = "Do not bind a worker of a small pool to a connection that is idle.",
      source = MANY,
      cost = 100,
      profiles = {Profile.CONCURRENT, Profile.RFC862})
  void slowLoris(@ForAll("lorises") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> lorises() {
    return new ScriptArbitrary(
        (index, random) -> {
          int lorises = 60 - effort.kept();
          ScriptBuilder script = new ScriptBuilder();
          for (int c = 0; c < lorises; c++) {
            script.connect(c).send(c, own(c, 1));
          }
          return script
              .pause(50)
              .connect(lorises)
              .send(lorises, Payload.of("and me?"))
              .halfClose(lorises)
              .readToEnd(lorises)
              .build();
        });
  }

  /** Each connection has a letter of its own, which identifies it wherever it turns up. */
  private static Payload own(int connection, int length) {
    return Payload.of(Generators.repeated((char) ('a' + connection % 26), length));
  }

  private static Script ended(ScriptBuilder script, int connections) {
    for (int c = 0; c < connections; c++) {
      script.halfClose(c);
    }
    for (int c = 0; c < connections; c++) {
      script.readToEnd(c);
    }
    return script.build();
  }
}
