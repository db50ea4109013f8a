package dev.echospec.engine;

import dev.echospec.judge.Violation.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of violations one and the same fault may show. */
final class Alike {
  /** Which of these a client sees of a server that ends a connection is a matter of timing. */
  private static final Set<Kind> ENDS =
      EnumSet.of(Kind.LOST, Kind.EARLY_END, Kind.REFUSED, Kind.RESET_AT_END);

  private Alike() {}

  static boolean are(Kind one, Kind other) {
    return one == other || ENDS.contains(one) && ENDS.contains(other);
  }
}
