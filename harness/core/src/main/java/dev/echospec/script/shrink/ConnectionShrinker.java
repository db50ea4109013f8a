package dev.echospec.script.shrink;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.OnConnection;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Send;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Proposes fewer connections, and fewer steps of those that talk side by side: what belongs
 * together there does not stand together in the script.
 */
final class ConnectionShrinker {
  /** Of shorter scripts, single steps are removed as fast. */
  private static final int MANY_STEPS = 8;

  /** Removed connections are replaced by pauses in pieces of 1/N of all or more. */
  private static final int FEW_PIECES = 4;

  /** Kinds of steps that mean nothing without each other, or that are removed alone. */
  private static final List<Set<Step.Kind>> KINDS =
      List.of(
          EnumSet.of(Step.Kind.PAUSE),
          EnumSet.of(Step.Kind.READ),
          EnumSet.of(Step.Kind.STOP_READING, Step.Kind.RESUME_READING),
          EnumSet.of(Step.Kind.HALF_CLOSE, Step.Kind.READ_TO_END),
          EnumSet.of(Step.Kind.READ_TO_END),
          EnumSet.of(Step.Kind.RESET, Step.Kind.CLOSE),
          EnumSet.of(Step.Kind.SEND));

  private ConnectionShrinker() {}

  /** Only the connection where the failure showed, then it with one other. */
  static Stream<Proposal> focused(Script script, Clue clue) {
    List<Integer> connections = script.connectionNumbers();
    if (connections.size() < 3 || !connections.contains(clue.connection())) {
      return Stream.empty();
    }
    Stream<Set<Integer>> alone = Stream.of(Set.of(clue.connection()));
    Stream<Set<Integer>> pairs =
        around(connections.indexOf(clue.connection()), connections.size())
            .mapToObj(i -> Set.of(clue.connection(), connections.get(i)));
    return Stream.concat(alone, pairs)
        .map(kept -> Proposal.single(() -> without(script.steps(), except(connections, kept))));
  }

  /** The neighbours on either side. */
  private static IntStream around(int index, int count) {
    return IntStream.of(index - 1, index + 1).filter(i -> i >= 0 && i < count);
  }

  static Stream<Proposal> withoutConnections(Script script) {
    List<Integer> connections = script.connectionNumbers();
    return Range.of(connections.size())
        .filter(range -> range.length() < connections.size())
        .map(
            range ->
                new Proposal(
                    0,
                    range,
                    () -> without(script.steps(), new HashSet<>(of(connections, range)))));
  }

  /**
   * Only the messages of the connection where the failure showed, up to that place, with pauses
   * between: the last two, the last four, all. What a server makes of time depends on no more.
   */
  static Stream<Proposal> spaced(Script script, Clue clue) {
    // Reads that a client waits for are worth more than pauses, where no time was lost elsewhere.
    boolean mayBeTime =
        script.connections() > 1 || script.steps().stream().anyMatch(Pause.class::isInstance);
    if (script.steps().size() <= MANY_STEPS || clue.elapsed().isZero() || !mayBeTime) {
      return Stream.empty();
    }
    List<Step> messages = messagesUpTo(script, clue);
    return IntStream.of(2, 4, messages.size())
        .filter(count -> count >= 2 && count <= messages.size())
        .distinct()
        .mapToObj(
            count ->
                Proposal.single(
                    () -> {
                      List<Step> steps = new ArrayList<>(2 * count);
                      steps.add(new Connect(clue.connection()));
                      for (Step message :
                          messages.subList(messages.size() - count, messages.size())) {
                        if (steps.size() > 1) {
                          steps.add(new Pause(clue.pauseMillis()));
                        }
                        steps.add(message);
                      }
                      return steps;
                    }));
  }

  private static List<Step> messagesUpTo(Script script, Clue clue) {
    List<Step> messages = new ArrayList<>();
    long sent = 0;
    for (Step step : script.steps()) {
      if (step instanceof Send send && send.connection() == clue.connection()) {
        if (sent > clue.offset()) {
          break;
        }
        messages.add(send);
        sent += send.payload().length();
      }
    }
    return messages;
  }

  /**
   * What other connections did took time, and that may be all that they were good for: a pause
   * stands in place of their steps.
   */
  static Stream<Proposal> pausingForConnections(Script script, Clue clue) {
    List<Integer> connections = script.connectionNumbers();
    int n = connections.size();
    if (n < 2 || clue.elapsed().isZero()) {
      return Stream.empty();
    }
    Stream<Set<Integer>> others =
        connections.contains(clue.connection())
            ? Stream.of(except(connections, Set.of(clue.connection())))
            : Stream.empty();
    Stream<Set<Integer>> pieces =
        Range.of(n)
            .takeWhile(range -> range.size() * FEW_PIECES >= n)
            .filter(range -> range.length() < n)
            .map(range -> new HashSet<>(of(connections, range)));
    return Stream.concat(others, pieces)
        .map(gone -> Proposal.single(() -> pausing(script.steps(), gone, clue.pauseMillis())));
  }

  /** The same for steps that stand in a row. */
  static Stream<Proposal> pausingForSteps(Script script, Clue clue) {
    List<Step> steps = script.steps();
    if (steps.size() <= MANY_STEPS || clue.elapsed().isZero()) {
      return Stream.empty();
    }
    return Range.of(steps.size())
        .takeWhile(range -> range.size() * FEW_PIECES >= steps.size())
        .map(
            range ->
                new Proposal(
                    0,
                    range,
                    () -> {
                      List<Step> rest = new ArrayList<>(steps.subList(0, range.from()));
                      steps.subList(range.from(), range.to()).stream()
                          .filter(Connect.class::isInstance)
                          .forEach(rest::add);
                      rest.add(new Pause(clue.pauseMillis()));
                      rest.addAll(steps.subList(range.to(), steps.size()));
                      return rest;
                    }));
  }

  /** Without all steps of a kind; or all messages of each connection but its first. */
  static Stream<Proposal> withoutAKind(Script script) {
    if (script.steps().size() <= MANY_STEPS) {
      return Stream.empty();
    }
    return Stream.concat(
        KINDS.stream()
            .map(
                kinds ->
                    Proposal.single(() -> keeping(script, step -> !kinds.contains(step.kind())))),
        Stream.of(
            Proposal.single(
                () -> {
                  BitSet sent = new BitSet();
                  return keeping(script, step -> !(step instanceof Send) || first(sent, step));
                })));
  }

  private static boolean first(BitSet sent, Step step) {
    int connection = ((Send) step).connection();
    boolean first = !sent.get(connection);
    sent.set(connection);
    return first;
  }

  private static List<Step> keeping(Script script, Predicate<Step> kept) {
    return script.steps().stream().filter(kept).toList();
  }

  /** Groups of steps that follow one another on one connection, whatever stands between them. */
  static Stream<Proposal> withoutStepsOfAConnection(Script script) {
    List<Integer> connections = script.connectionNumbers();
    if (connections.size() < 2) {
      return Stream.empty();
    }
    return ScriptShrinker.flat(
        connections.stream(),
        connection -> {
          int[] own = stepsOf(script, connection);
          return Range.of(own.length)
              .map(
                  range ->
                      new Proposal(
                          connection,
                          range,
                          () -> {
                            BitSet gone = new BitSet();
                            for (int i = range.from(); i < range.to(); i++) {
                              gone.set(own[i]);
                            }
                            return IntStream.range(0, script.steps().size())
                                .filter(i -> !gone.get(i))
                                .mapToObj(script.steps()::get)
                                .toList();
                          }));
        });
  }

  /** Where the steps of a connection are, but for its connect. */
  private static int[] stepsOf(Script script, int connection) {
    List<Step> steps = script.steps();
    return IntStream.range(0, steps.size())
        .filter(
            i ->
                steps.get(i) instanceof OnConnection on
                    && on.connection() == connection
                    && !(on instanceof Connect))
        .toArray();
  }

  private static Set<Integer> except(List<Integer> connections, Set<Integer> kept) {
    Set<Integer> gone = new HashSet<>(connections);
    gone.removeAll(kept);
    return gone;
  }

  private static List<Integer> of(List<Integer> connections, Range range) {
    return connections.subList(range.from(), range.to());
  }

  /** Removes the steps of some connections, and the pauses right after them. */
  private static List<Step> without(List<Step> steps, Set<Integer> gone) {
    List<Step> rest = new ArrayList<>(steps.size());
    boolean left = false;
    for (Step step : steps) {
      left =
          step instanceof OnConnection on
              ? gone.contains(on.connection())
              : left && step instanceof Pause;
      if (!left) {
        rest.add(step);
      }
    }
    return rest;
  }

  /** Removes the steps of some connections, and pauses once wherever some stood. */
  private static List<Step> pausing(List<Step> steps, Set<Integer> gone, int millis) {
    List<Step> rest = new ArrayList<>(steps.size());
    boolean left = false;
    for (Step step : steps) {
      if (step instanceof OnConnection on && gone.contains(on.connection())
          || left && step instanceof Pause) {
        left = true;
        continue;
      }
      // Before its first connect and after its last step no pause makes a difference.
      if (left && !rest.isEmpty()) {
        rest.add(new Pause(millis));
      }
      left = false;
      rest.add(step);
    }
    return rest;
  }
}
