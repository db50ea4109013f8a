package dev.echospec.engine;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.result.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks whether a failure of a client is one of a fault that the run has found before: the shortest
 * script that showed it there is played once and judged by the law of this case. A fault that is
 * recognised needs no shrinking, no replays and no experiments of its own.
 */
final class ClientRecognition {
  private final ClientBench bench;
  private final String caseId;
  private final ClientPatience patience;

  /**
   * Plays nothing yet.
   *
   * @param patience of the run that is played
   */
  ClientRecognition(ClientBench bench, String caseId, ClientPatience patience) {
    this.bench = bench;
    this.caseId = caseId;
    this.patience = patience;
  }

  /**
   * A known fault, as it shows in this case.
   *
   * @param number of the fault, from 1
   * @param known its failure in the case that found it
   * @param again what was seen of its script under the law of this case
   */
  record Recognised(int number, Failure known, ClientObservation again) {}

  /**
   * Returns the fault that a failure shows.
   *
   * @param faults of the run, in the order of their numbers
   * @param failing the failing run
   */
  Optional<Recognised> among(List<Failure> faults, ClientObservation failing) {
    for (int i = 0; i < faults.size(); i++) {
      ClientObservation known = faults.get(i).client().orElseThrow();
      if (!bench.shows(known, failing) || !mayBePartOf(known.script(), failing.script())) {
        continue;
      }
      Optional<ClientObservation> again =
          bench
              .play(known.script(), failing.law(), caseId, patience)
              .filter(one -> !one.violations().isEmpty() && one.kind() == failing.kind());
      if (again.isPresent()) {
        return Optional.of(new Recognised(i + 1, faults.get(i), again.get()));
      }
    }
    return Optional.empty();
  }

  /** True if a script has all that a simpler one consists of. */
  private static boolean mayBePartOf(ServerScript simple, ServerScript script) {
    return simple.host() == script.host()
        && simple.isCutShort() == script.isCutShort()
        && simple.message().length() <= script.message().length()
        && kinds(script).containsAll(kinds(simple))
        && (isAscii(simple) || !isAscii(script));
  }

  /** Whether and how long a server waits does not tell one fault from another. */
  private static Set<Class<?>> kinds(ServerScript script) {
    return script.steps().stream()
        .filter(step -> !(step instanceof Read || step instanceof Pause))
        .map(Object::getClass)
        .collect(Collectors.toSet());
  }

  private static boolean isAscii(ServerScript script) {
    for (byte b : script.message().bytes(0, (int) script.message().length())) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
