package dev.echospec.matrix;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.CommandFaults;
import dev.echospec.zoo.LifetimeFaults;
import dev.echospec.zoo.StartFaults;
import dev.echospec.zoo.Zoo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cases of the section model, each in a run of its own. */
final class ModelAlone {
  static final String ONE = "model/one-connection";
  static final String MANY = "model/many-connections";

  /** What was found so soon in every run is found again with any seed, or as good as. */
  static final int MOST_TRIES = 50;

  private ModelAlone() {}

  /** What shows at a word of a dictionary, after seconds, or at a start only, they do not draw. */
  private static final List<Class<?>> OUT_OF_REACH =
      List.of(CommandFaults.class, LifetimeFaults.class, StartFaults.class);

  /** Whether such a server does wrong in conversations that the model may draw. */
  static boolean isWithinReach(Zoo.Entry fault) {
    return !OUT_OF_REACH.contains(fault.family());
  }

  /** The cases that can say anything of such a server: what is only counted they cannot see. */
  static List<CaseInfo> casesFor(Zoo.Entry fault) {
    return fault.asProcess() || !isWithinReach(fault)
        ? List.of()
        : Stream.of(ONE, MANY)
            .flatMap(id -> Catalogue.find(id).stream())
            .filter(info -> info.isFor(fault.profile()))
            .toList();
  }

  /** The case that caught the fault in every run, the faster one if both did. */
  static Optional<Measured> best(Sensitivity data, Zoo.Entry fault) {
    return Stream.of(ONE, MANY)
        .flatMap(id -> data.model(fault.name(), id).stream())
        .filter(Measured::isSure)
        .min(Comparator.comparingLong(row -> row.median(Measured.Run::micros)));
  }

  /** The same, if it is as good as certain to catch it again: of the random ones nothing is. */
  static Optional<Measured> certain(Sensitivity data, Zoo.Entry fault) {
    return best(data, fault)
        .filter(row -> row.most(Measured.Run::tries) <= MOST_TRIES)
        .filter(row -> !fault.causes().contains(Cause.INTERMITTENT));
  }
}
