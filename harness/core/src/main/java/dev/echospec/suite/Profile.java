package dev.echospec.suite;

import dev.echospec.judge.Oracle;
import java.util.Locale;

/** What a server claims to be. */
public enum Profile {
  /** One connection at a time, upper-case ASCII: the tutorial's server. */
  SEED(Oracle.UPPER),
  /** Many connections at once, upper-case ASCII. */
  CONCURRENT(Oracle.UPPER),
  /** Many connections at once, the same bytes: RFC 862. */
  RFC862(Oracle.IDENTITY);

  private final Oracle oracle;

  Profile(Oracle oracle) {
    this.oracle = oracle;
  }

  /**
   * @return what a correct server answers
   */
  public Oracle oracle() {
    return oracle;
  }

  /**
   * @return the name that users write
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
