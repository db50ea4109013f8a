package dev.echospec.engine;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.judge.Law;
import dev.echospec.play.Transcript;
import dev.echospec.result.Failure;
import dev.echospec.script.Script;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run has found wrong with its client, by fault. Confined to one thread. */
final class ClientFailures {
  private final List<Failure> faults = new ArrayList<>();
  private final Limitations limitations = new Limitations();

  /** Returns the faults by now, the number of each being its index and one. */
  List<Failure> all() {
    return List.copyOf(faults);
  }

  /** Returns what the client is known not to take. */
  Limitations limitations() {
    return limitations;
  }

  /** Returns true if a failure is of a fault by now. */
  boolean isKnown(Failure failure) {
    return faults.stream().anyMatch(known -> isSame(known, failure));
  }

  /** Returns the number of the fault that a failure is of, from 1; a new one if it is of none. */
  int numberOf(Failure failure) {
    for (int i = 0; i < faults.size(); i++) {
      if (isSame(faults.get(i), failure)) {
        return i + 1;
      }
    }
    faults.add(failure);
    return faults.size();
  }

  private static boolean isSame(Failure known, Failure other) {
    if (known.diagnosis().isPresent() && other.diagnosis().isPresent()) {
      return known.diagnosis().get().cause() == other.diagnosis().get().cause();
    }
    return known.diagnosis().isEmpty()
        && other.diagnosis().isEmpty()
        && known.sight().kind() == other.sight().kind();
  }

  /** Returns the simpler of two failing runs first. */
  static Comparator<ClientObservation> bySimplicity() {
    return Comparator.comparing((ClientObservation one) -> one.kind().isTiming())
        .thenComparing(one -> one.script().message().length())
        .thenComparing(one -> one.script().steps().size());
  }

  /**
   * Makes a failure of a run. Its conversation in terms of a server's cases is that of a client
   * that sends the message and ends its side, of which nothing was seen.
   */
  static Failure of(ClientObservation seen, int foundAfter, long bytesAtFirst) {
    Observation sight =
        new Observation(
            Script.conversation(seen.script().message()),
            Law.ECHO,
            new Transcript(List.of(), Map.of(), Duration.ZERO),
            seen.violations());
    return new Failure(
        sight,
        foundAfter,
        bytesAtFirst,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(seen));
  }
}
