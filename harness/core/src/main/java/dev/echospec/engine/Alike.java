package dev.echospec.engine;

import dev.echospec.judge.Violation.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of violations one and the same fault may show. */
final class Alike {
  /** Which of these the client of a server sees that ends or dies is a matter of timing. */
  private static final Set<Kind> ENDS =
      EnumSet.of(Kind.LOST, Kind.EARLY_END, Kind.REFUSED, Kind.RESET_AT_END, Kind.DID_NOT_SURVIVE);

  private Alike() {}

  static boolean are(Kind one, Kind other) {
    return one == other || ENDS.contains(one) && ENDS.contains(other);
  }
}
