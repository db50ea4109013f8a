package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Violated.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks what wears a server out that has stopped serving after many connections, though a new one
 * serves what was played to it last: how many clients of which sort.
 */
final class WearOut {
  /** After fewer connections it was chance, or one of them. */
  static final int LEAST = 4;

  /** Most clients of a series. */
  private static final int MOST = 400;

  /** Fewest clients of the first series of each sort. */
  private static final int FEWEST = 100;

  /** Fewest clients of a series that is told: fewer may be a limit of those at once. */
  private static final int CROWD = 20;

  /** One client of N is answered, and so shows whether the server still serves. */
  private static final int EVERY = 5;

  private static final Payload MESSAGE = Payload.of("a");

  /** What a client of a series does. */
  private enum Client {
    ANSWERED("") {
      @Override
      List<Step> steps(int connection) {
        return answered(connection);
      }
    },
    LEAVING("closed at once") {
      @Override
      List<Step> steps(int connection) {
        return List.of(new Step.Connect(connection), new Step.Close(connection), new Step.Pause(1));
      }
    },
    ABORTING("reset") {
      @Override
      List<Step> steps(int connection) {
        return List.of(
            new Step.Connect(connection),
            new Step.Send(connection, MESSAGE),
            new Step.Reset(connection),
            new Step.Pause(1));
      }
    };

    private final String words;

    Client(String words) {
      this.words = words;
    }

    abstract List<Step> steps(int connection);

    /** The clients that are answered were tried first. */
    List<String> extent(String sentence, int answered) {
      return words.isEmpty()
          ? List.of(sentence)
          : List.of(
              sentence + ", if four in five of them are " + words,
              answered + " clients that are answered do not do it");
    }
  }

  private final CaseSession session;
  private final ServerUnderTest server;
  private final Judge judge;
  private int served;

  /**
   * What wears a server out.
   *
   * @param sight a series of conversations, the last of which is not served
   * @param served connections since the start by which it was worn out
   * @param extent sentences about how many it takes
   */
  record Worn(Observation sight, int served, List<String> extent) {}

  WearOut(CaseSession session) {
    this.session = session;
    this.server = session.server();
    this.judge = new Judge(session.oracle());
  }

  /**
   * Plays series of clients, each to a server that has just been started, and leaves a new one.
   *
   * @return empty if it cannot be started again, or survives them
   */
  Optional<Worn> find() {
    if (server.wear().servedBefore() < LEAST || !server.canStartAfresh()) {
      return Optional.empty();
    }
    int many = Math.max(FEWEST, Math.min(MOST, 2 * server.wear().servedBefore()));
    try {
      Optional<Worn> worn = Optional.empty();
      for (Client client : Client.values()) {
        worn = worn.or(() -> by(client, many));
      }
      server.bringBack();
      session.survival().startedAnew();
      return worn;
    } catch (TargetException e) {
      return Optional.empty();
    }
  }

  /** Where a long series ends, a short one ends as well. */
  private Optional<Worn> by(Client client, int many) {
    if (worn(many, client).isEmpty()) {
      return Optional.empty();
    }
    int most = served;
    String extent = most - 1 + " connections since the start of the server are served, and no more";
    // A server that is started for a replay has not been probed: as many as that were probes.
    return worn(Math.max(CROWD, most + EVERY), client)
        .map(sight -> new Worn(sight, most, client.extent(extent, many)));
  }

  /** Plays a series to a new server; empty unless the server no longer answers afterwards. */
  private Optional<Observation> worn(int clients, Client client) {
    if (session.isOver()) {
      return Optional.empty();
    }
    try {
      server.bringBack();
      Script script = series(clients, client);
      Transcript seen = server.play(script, Law.ECHO, session.oracle(), server.shortPatience());
      // Before the probes that go unanswered.
      served = server.wear().served();
      List<Violation> violations = judge.judge(Law.ECHO, script, seen);
      if (violations.isEmpty() || server.examine(server.shortPatience()).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Observation(script, Law.ECHO, seen, violations));
    } catch (TargetException e) {
      return Optional.empty();
    }
  }

  private Script series(int clients, Client client) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      steps.addAll(i % EVERY == EVERY - 1 ? answered(i) : client.steps(i));
    }
    steps.addAll(answered(clients));
    return session.avoidance().fit(server.manner().fit(new Script(steps)));
  }

  private static List<Step> answered(int connection) {
    return List.of(
        new Step.Connect(connection),
        new Step.Send(connection, MESSAGE),
        new Step.HalfClose(connection),
        new Step.ReadToEnd(connection));
  }
}
