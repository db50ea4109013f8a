package dev.echospec.suite;

import dev.echospec.judge.Law;
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

/** Random conversations, judged by what each connection is owed at each step: all rules at once. */
public final class ModelCases implements Scalable {
  private static final String MODEL = "all rules of the other sections, at once";

  /** Expensive openings; each is used in one of N tries. */
  private static final int NOW_AND_THEN = 100;

  private static final int CROWD_AT = 15;
  private static final int FLOOD_AT = 30;
  private static final int SILENCE_AT = 45;

  private static final int CROWD = 64;

  /** Sizes at which servers' reads and limits end. */
  private static final int[] BOUNDARIES = {16, 512, 1024, 1460, 4096, 8192, 16_384, 65_536};

  private static final String FIX =
      "Read the shrunk conversation: it is the shortest that was found to fail. The section whose"
          + " cases fail too names the rule.";

  private Effort effort = Effort.ORDINARY;

  @Override
  public void scale(Effort effort) {
    this.effort = effort;
  }

  @Case(
      id = "model/one-connection",
      rule = "Whatever one client does after another, each is owed its echo and gets it.",
      why = "It finds what no single rule foresees.",
      fix = FIX,
      source = MODEL,
      sideBySide = true)
  void oneConnection(@ForAll("alone") Script script, Wire wire) {
    wire.check(script, Law.ECHO_AND_CLOSE);
  }

  @Provide
  Arbitrary<Script> alone() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder();
          int clients = random.nextInt(1, 4);
          for (int c = 0; c < clients; c++) {
            Client client = new Client(c);
            if (c == 0) {
              client.begin(script, index % NOW_AND_THEN, random, effort);
            }
            int length = random.nextInt(8) == 0 ? 60 : 14;
            for (int i = random.nextInt(2, length); i > 0 && !client.gone; i--) {
              client.step(script, random);
            }
            client.end(script);
          }
          return script.build();
        });
  }

  @Case(
      id = "model/many-connections",
      rule = "Whatever several clients do at once, each is owed its echo and gets it.",
      why = "It finds what no single rule foresees.",
      fix = FIX,
      source = MODEL,
      cost = 2,
      profiles = {Profile.CONCURRENT, Profile.RFC862},
      sideBySide = true)
  void manyConnections(@ForAll("together") Script script, Wire wire) {
    wire.converse(script);
  }

  @Provide
  Arbitrary<Script> together() {
    return new ScriptArbitrary(
        (index, random) -> {
          ScriptBuilder script = new ScriptBuilder();
          List<Client> clients = together(index % NOW_AND_THEN, script, random);
          int most = Math.max(clients.size(), random.nextInt(2, 9));
          for (int i = random.nextInt(8, 60); i > 0; i--) {
            int which = random.nextInt(most);
            if (which >= clients.size()) {
              which = clients.size();
              clients.add(new Client(which));
            }
            if (!clients.get(which).gone) {
              clients.get(which).step(script, random);
            }
          }
          clients.forEach(client -> client.end(script));
          return script.build();
        });
  }

  /**
   * Connections opened up front: many, or one with a special role plus one ordinary, usually none.
   */
  private List<Client> together(int index, ScriptBuilder script, SplittableRandom random) {
    List<Client> clients = new ArrayList<>();
    if (index == CROWD_AT) {
      // One after the other, since a short backlog is no fault.
      for (int i = 0; i < CROWD; i++) {
        clients.add(new Client(i));
        clients.get(i).connect(script);
        clients.get(i).talk(script, random);
      }
    } else if (index == FLOOD_AT || index == SILENCE_AT) {
      clients.add(new Client(0));
      clients.get(0).begin(script, index, random, effort);
      clients.add(new Client(1));
      clients.get(1).connect(script);
      clients.get(1).talk(script, random);
    }
    return clients;
  }

  /** The state of one client, which decides what it may do next. */
  private static final class Client {
    private final int connection;
    private boolean connected;
    private boolean stopped;
    private boolean halfClosed;
    private boolean gone;

    Client(int connection) {
      this.connection = connection;
    }

    /** Plays an expensive opening if this try has one. */
    void begin(ScriptBuilder script, int index, SplittableRandom random, Effort effort) {
      if (index == FLOOD_AT) {
        connect(script);
        stopped = true;
        script
            .stopReading(connection)
            .send(
                connection,
                new Payload.Generated(random.nextLong(), effort.blocking(), Alphabet.ANY))
            .pause(1200);
      } else if (index == SILENCE_AT) {
        connect(script);
        script.pause(1300);
      }
    }

    void connect(ScriptBuilder script) {
      connected = true;
      script.connect(connection);
    }

    /** A short message, and its echo before anything else happens. */
    void talk(ScriptBuilder script, SplittableRandom random) {
      script
          .send(connection, Generators.anything(random, 1 + random.nextInt(9)))
          .readAll(connection);
    }

    /** Sends a few bytes at a time, so that each write arrives by itself. */
    private void dribble(ScriptBuilder script, SplittableRandom random) {
      for (int i = random.nextInt(3, 9); i > 0; i--) {
        script.send(connection, Generators.anything(random, 1 + random.nextInt(3)));
        if (stopped) {
          script.pause(1);
        } else {
          script.readAll(connection);
        }
      }
    }

    void step(ScriptBuilder script, SplittableRandom random) {
      if (!connected) {
        connect(script);
        return;
      }
      int kind = random.nextInt(32);
      if (kind < 14 && !halfClosed) {
        script.send(connection, message(random));
      } else if (kind < 20 && !stopped) {
        script.read(connection, random.nextBoolean() ? Step.EVERYTHING : 1 + random.nextInt(40));
      } else if (kind < 24) {
        script.pause(1 + Generators.size(random, 15));
      } else if (kind < 27) {
        stopped = !stopped;
        if (stopped) {
          script.stopReading(connection);
        } else {
          script.resumeReading(connection);
        }
      } else if (kind < 29 && !halfClosed) {
        halfClosed = true;
        script.halfClose(connection);
      } else if (kind == 29 && !halfClosed) {
        dribble(script, random);
      } else if (kind == 30) {
        gone = true;
        script.reset(connection);
      } else if (kind == 31) {
        gone = true;
        script.close(connection);
      }
    }

    /** Ends the connection in good order, if it is still open. */
    void end(ScriptBuilder script) {
      if (!connected || gone) {
        return;
      }
      if (stopped) {
        script.resumeReading(connection);
      }
      if (!halfClosed) {
        script.halfClose(connection);
      }
      script.readToEnd(connection);
    }

    private static Payload message(SplittableRandom random) {
      int kind = random.nextInt(64);
      if (kind < 6) {
        int boundary = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
        return Payload.of(Generators.anything(random, boundary + random.nextInt(3) - 1));
      }
      if (kind < 8) {
        int length = random.nextInt(1 << 16, 1 << 18);
        return new Payload.Generated(random.nextLong(), length, Alphabet.ASCII);
      }
      if (kind < 14) {
        return Payload.of(Generators.lines(random, 1 + random.nextInt(6)));
      }
      return Payload.of(Generators.anything(random, Generators.size(random, 2048)));
    }
  }
}
