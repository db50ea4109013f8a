package dev.echospec.generalise;

import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of the conversation around the bytes matters: a change, and a sentence for each outcome. */
enum ConversationDimension {
  /** All writes in a row on a connection as one, or one write byte by byte. */
  CUTS {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Step> joined = joined(script);
      if (joined.size() < script.steps().size()) {
        return of(joined, trial, "the cuts between the writes do not matter", "not in one write");
      }
      return of(bytewise(script), trial, "also byte by byte", "not byte by byte");
    }
  },
  PAUSES {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Step> steps =
          script.steps().stream().filter(step -> !(step instanceof Step.Pause)).toList();
      return changed(script, steps, trial, "with or without the pause", "not without the pause");
    }
  },
  HALF_CLOSE {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Step> steps =
          script.steps().stream().flatMap(ConversationDimension::withoutHalfClose).toList();
      return changed(
          script, steps, trial, "with or without the half-close", "not without the half-close");
    }
  },
  RESET {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Step> steps =
          script.steps().stream()
              .map(
                  step ->
                      step instanceof Step.Reset reset ? new Step.Close(reset.connection()) : step)
              .toList();
      return changed(
          script,
          steps,
          trial,
          "a close in place of the reset does it, too",
          "a close in place of the reset does not");
    }
  },
  READING {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Step> steps =
          script.steps().stream()
              .filter(
                  step ->
                      !(step instanceof Step.StopReading) && !(step instanceof Step.ResumeReading))
              .toList();
      return changed(
          script,
          steps,
          trial,
          "whether or not the client reads at once",
          "not when the client reads at once");
    }
  },
  CONNECTIONS {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      List<Integer> connections = script.connectionNumbers();
      if (connections.size() < 2 || connections.size() > MOST_CONNECTIONS) {
        return Optional.empty();
      }
      List<Outcome> fewer =
          connections.stream()
              .map(gone -> outcome(without(script, gone), trial))
              .distinct()
              .toList();
      return fewer.equals(List.of(Outcome.DOES_NOT))
          ? Optional.of(
              "all " + connections.size() + " connections are needed: one fewer does not do it")
          : Optional.empty();
    }
  },
  OVERLAP {
    @Override
    Optional<String> measure(Script script, Trial<Script> trial) {
      if (!overlaps(script)) {
        return Optional.empty();
      }
      List<Integer> connections = script.connectionNumbers();
      int last = connections.get(connections.size() - 1);
      List<Step> steps = new ArrayList<>();
      for (int connection : connections) {
        List<Step> own = script.steps().stream().filter(step -> isOn(step, connection)).toList();
        steps.addAll(own);
        if (connection != last && !isEnd(own.get(own.size() - 1))) {
          steps.add(new Step.Read(connection, Step.EVERYTHING));
          steps.add(new Step.Close(connection));
        }
      }
      return changed(
          script,
          steps,
          trial,
          "also when the connections come one after the other",
          "only while the connections are open at once");
    }
  };

  private static final int MOST_CONNECTIONS = 8;
  private static final int MOST_BYTEWISE = 64;

  /**
   * Measures this dimension.
   *
   * @return empty if the script has nothing of the kind, or it was not played
   */
  abstract Optional<String> measure(Script script, Trial<Script> trial);

  private static Optional<String> changed(
      Script script, List<Step> steps, Trial<Script> trial, String shows, String doesNot) {
    return steps.equals(script.steps()) ? Optional.empty() : of(steps, trial, shows, doesNot);
  }

  private static Optional<String> of(
      List<Step> steps, Trial<Script> trial, String shows, String doesNot) {
    return switch (outcome(steps, trial)) {
      case SHOWS -> Optional.of(shows);
      case DOES_NOT -> Optional.of(doesNot);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Outcome outcome(List<Step> steps, Trial<Script> trial) {
    return steps.isEmpty() || Script.flaw(steps).isPresent()
        ? Outcome.UNKNOWN
        : trial.of(new Script(steps));
  }

  private static List<Step> without(Script script, int connection) {
    return script.steps().stream().filter(step -> !isOn(step, connection)).toList();
  }

  private static boolean isOn(Step step, int connection) {
    return step instanceof Step.OnConnection on && on.connection() == connection;
  }

  /** True if a connection is opened while another is open. */
  private static boolean overlaps(Script script) {
    BitSet open = new BitSet();
    for (Step step : script.steps()) {
      if (step instanceof Step.OnConnection on) {
        if (step instanceof Step.Connect && !open.isEmpty()) {
          return true;
        }
        open.set(on.connection(), !isEnd(step));
      }
    }
    return false;
  }

  private static boolean isEnd(Step step) {
    return switch (step.kind()) {
      case RESET, CLOSE, READ_TO_END -> true;
      case CONNECT, SEND, READ, HALF_CLOSE, STOP_READING, RESUME_READING, PAUSE -> false;
    };
  }

  private static Stream<Step> withoutHalfClose(Step step) {
    return switch (step.kind()) {
      case HALF_CLOSE -> Stream.empty();
      case READ_TO_END -> {
        int connection = ((Step.ReadToEnd) step).connection();
        yield Stream.of(new Step.Read(connection, Step.EVERYTHING), new Step.Close(connection));
      }
      case CONNECT, SEND, READ, STOP_READING, RESUME_READING, PAUSE, RESET, CLOSE ->
          Stream.of(step);
    };
  }

  /** Joins each literal write with the one right behind it on the same connection. */
  private static List<Step> joined(Script script) {
    List<Step> steps = new ArrayList<>();
    for (Step step : script.steps()) {
      Optional<Step.Send> before =
          steps.isEmpty() ? Optional.empty() : literal(steps.get(steps.size() - 1));
      Optional<Step.Send> now = literal(step);
      if (before.isPresent()
          && now.isPresent()
          && before.get().connection() == now.get().connection()) {
        byte[] first = before.get().payload().period();
        byte[] second = now.get().payload().period();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        steps.set(steps.size() - 1, new Step.Send(now.get().connection(), Payload.of(both)));
      } else {
        steps.add(step);
      }
    }
    return steps;
  }

  private static Optional<Step.Send> literal(Step step) {
    return step instanceof Step.Send send && send.payload() instanceof Payload.Literal
        ? Optional.of(send)
        : Optional.empty();
  }

  /** Cuts the writes into single bytes; no steps if there is nothing to cut, or too much. */
  private static List<Step> bytewise(Script script) {
    BitSet longOnes = new BitSet();
    List<Step> steps = new ArrayList<>();
    for (Step step : script.steps()) {
      Optional<Step.Send> send = literal(step);
      if (send.isEmpty()) {
        steps.add(step);
        continue;
      }
      byte[] bytes = send.get().payload().period();
      longOnes.set(Math.min(bytes.length, MOST_BYTEWISE + 1));
      for (byte b : bytes) {
        steps.add(new Step.Send(send.get().connection(), Payload.of(new byte[] {b})));
      }
    }
    boolean isWorthIt = longOnes.nextSetBit(2) >= 0 && !longOnes.get(MOST_BYTEWISE + 1);
    return isWorthIt ? steps : List.of();
  }
}
