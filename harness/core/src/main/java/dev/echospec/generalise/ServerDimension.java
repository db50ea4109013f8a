package dev.echospec.generalise;

import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What of a server's answer matters to a client: a change, and a sentence for each outcome. */
enum ServerDimension {
  /** Where an echo is cut short. */
  CUT_SHORT {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      if (!script.isCutShort() || script.refuses()) {
        return Optional.empty();
      }
      ServerScript longer = longer(script);
      int length = (int) longer.message().length();
      return ofPlaces(
          List.of(0, 1, length / 2, length - 1),
          at -> cutAt(longer, at),
          length,
          trial,
          "the echo is cut");
    }
  },
  END {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      int last = script.steps().size() - 1;
      if (!script.isCutShort() || last < 0) {
        return Optional.empty();
      }
      List<ServerStep> steps = new ArrayList<>(script.steps());
      if (steps.get(last) instanceof HalfClose) {
        steps.set(last, new Reset());
        return sentence(
            trial.of(script.with(steps)),
            "a reset in place of the end does it, too",
            "a reset in place of the end does not");
      }
      if (steps.get(last) instanceof Reset) {
        steps.set(last, new HalfClose());
        return sentence(
            trial.of(script.with(steps)),
            "an end in place of the reset does it, too",
            "an end in place of the reset does not");
      }
      return Optional.empty();
    }
  },
  PIECES {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      int length = (int) script.message().length();
      if (script.isCutShort() || length < 2) {
        return Optional.empty();
      }
      if (answers(script) > 1) {
        return sentence(
            trial.of(inPieces(script, List.of(), 0)), "also in one piece", "not in one piece");
      }
      return length > MOST_BYTEWISE
          ? Optional.empty()
          : sentence(
              trial.of(
                  inPieces(
                      script,
                      IntStream.range(0, length).map(i -> 1).boxed().toList(),
                      SHORT_PAUSE)),
              "also byte by byte",
              "not byte by byte");
    }
  },
  /** Where an echo of two pieces is cut. */
  CUT {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      if (script.isCutShort() || answers(script) != 2) {
        return Optional.empty();
      }
      ServerScript longer = longer(script);
      int length = (int) longer.message().length();
      int pause = (int) Math.max(SHORT_PAUSE, script.pauses());
      return length < 3
          ? Optional.empty()
          : ofPlaces(
              List.of(1, length / 2, length - 1),
              at -> inPieces(longer, List.of(at), pause),
              length,
              trial,
              "the echo is cut in two");
    }
  },
  PAUSES {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      int longest =
          script.steps().stream()
              .mapToInt(step -> step instanceof Pause pause ? pause.millis() : 0)
              .max()
              .orElse(0);
      if (longest == 0) {
        return Optional.empty();
      }
      Outcome without = trial.of(script.with(pausing(script, 0)));
      boolean half =
          longest >= LONG_PAUSE
              && without == Outcome.DOES_NOT
              && trial.of(script.with(pausing(script, longest / 2))) == Outcome.DOES_NOT;
      return half
          ? Optional.of("not with a pause of " + longest / 2 + " ms or none")
          : sentence(without, "with or without the pause", "not without the pause");
    }
  },
  END_BEHIND {
    @Override
    Optional<String> measure(ServerScript script, Trial<ServerScript> trial) {
      List<ServerStep> open =
          script.steps().stream().filter(step -> !(step instanceof HalfClose)).toList();
      return script.isCutShort() || open.size() == script.steps().size()
          ? Optional.empty()
          : sentence(
              trial.of(script.with(open)),
              "with or without the end of the stream behind it",
              "not without the end of the stream behind it");
    }
  };

  private static final int MOST_BYTEWISE = 64;
  private static final int SHORT_PAUSE = 4;
  private static final int LONG_PAUSE = 200;

  /** A shorter message has too few places to cut it. */
  private static final int SOME = 12;

  /**
   * Measures this dimension.
   *
   * @return empty if the script has nothing of the kind, or it was not played
   */
  abstract Optional<String> measure(ServerScript script, Trial<ServerScript> trial);

  private static Optional<String> sentence(Outcome outcome, String shows, String doesNot) {
    return switch (outcome) {
      case SHOWS -> Optional.of(shows);
      case DOES_NOT -> Optional.of(doesNot);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> ofPlaces(
      List<Integer> places,
      Function<Integer, ServerScript> cut,
      int length,
      Trial<ServerScript> trial,
      String what) {
    List<String> doIt = new ArrayList<>();
    List<String> doNot = new ArrayList<>();
    for (int place : places) {
      Outcome outcome = trial.of(cut.apply(place));
      if (outcome != Outcome.UNKNOWN) {
        (outcome == Outcome.SHOWS ? doIt : doNot).add(Integer.toString(place));
      }
    }
    String of = " of " + length + " bytes";
    if (doIt.size() + doNot.size() < 2) {
      return Optional.empty();
    }
    if (doNot.isEmpty()) {
      return Optional.of(
          "wherever " + what + " (tried: behind " + ByteRanges.listed(doIt) + of + ")");
    }
    String not = " behind " + ByteRanges.listed(doNot) + of;
    return Optional.of(
        doIt.isEmpty()
            ? "not where " + what + not
            : "where " + what + " behind " + ByteRanges.listed(doIt) + of + ", but not" + not);
  }

  private static ServerScript longer(ServerScript script) {
    byte[] bytes = script.message().bytes(0, (int) script.message().length());
    for (byte b : bytes) {
      if (b < 0) {
        return script;
      }
    }
    if (bytes.length >= SOME) {
      return script;
    }
    byte[] longer = new byte[SOME];
    Arrays.fill(longer, Content.PLAIN);
    return script.with(Payload.of(longer));
  }

  private static long answers(ServerScript script) {
    return script.steps().stream().filter(Answer.class::isInstance).count();
  }

  /** The echo in pieces, and behind it what the script has there. */
  private static ServerScript inPieces(ServerScript script, List<Integer> pieces, int pause) {
    List<ServerStep> steps =
        new ArrayList<>(ServerScript.inPieces(script.message(), pieces, pause).steps());
    script.steps().stream()
        .filter(step -> step instanceof Send || step instanceof HalfClose)
        .forEach(steps::add);
    return script.with(steps);
  }

  private static ServerScript cutAt(ServerScript script, int at) {
    List<ServerStep> steps =
        new ArrayList<>(script.steps().stream().filter(step -> !(step instanceof Answer)).toList());
    if (at > 0) {
      int end =
          (int)
              steps.stream()
                  .takeWhile(s -> !(s instanceof HalfClose || s instanceof Reset))
                  .count();
      steps.add(end, new Answer(at));
    }
    return script.with(steps);
  }

  private static List<ServerStep> pausing(ServerScript script, int longest) {
    List<ServerStep> steps = new ArrayList<>();
    for (ServerStep step : script.steps()) {
      if (!(step instanceof Pause pause)) {
        steps.add(step);
      } else if (longest > 0) {
        steps.add(new Pause(Math.min(longest, pause.millis())));
      }
    }
    return steps;
  }
}
