package dev.echospec.engine;

import dev.echospec.judge.Violation.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of violations one and the same fault may show. */
final class Alike {
  /** Which of these the client of a server sees that ends or dies is a matter of timing. */
  private static final Set<Kind> ENDS =
      EnumSet.of(Kind.LOST, Kind.EARLY_END, Kind.REFUSED, Kind.RESET_AT_END, Kind.DID_NOT_SURVIVE);

  /** Which of these comes in place of a byte depends on whether the client has ended its side. */
  private static final Set<Kind> MISSING = EnumSet.of(Kind.LOST, Kind.LATE);

  private Alike() {}

  /** True if one fault may show both in one conversation. */
  static boolean are(Kind one, Kind other) {
    return one == other || areBoth(ENDS, one, other);
  }

  /** True if one fault may show both, each in a conversation of another end. */
  static boolean mayBe(Kind one, Kind other) {
    return are(one, other) || areBoth(MISSING, one, other);
  }

  private static boolean areBoth(Set<Kind> kinds, Kind one, Kind other) {
    return kinds.contains(one) && kinds.contains(other);
  }
}
