package dev.echospec.suite;

import dev.echospec.judge.Oracle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a server claims to be. */
public enum Profile {
  /** One connection at a time, upper-case ASCII: the tutorial's server. */
  SEQUENTIAL(Oracle.UPPER),
  /** Many connections at once, upper-case ASCII. */
  CONCURRENT(Oracle.UPPER),
  /** Many connections at once, the same bytes: RFC 862. */
  RFC862(Oracle.IDENTITY);

  /** Scripts, fleet files and builds of before may still use it. */
  private static final String FORMER_NAME_OF_SEQUENTIAL = "seed";

  private final Oracle oracle;

  Profile(Oracle oracle) {
    this.oracle = oracle;
  }

  /** Returns what a correct server answers. */
  public Oracle oracle() {
    return oracle;
  }

  /** Returns the name that users write and read. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the profile with an {@link #id}; {@code seed} is taken for {@link #SEQUENTIAL}. */
  public static Optional<Profile> find(String id) {
    String current = id.equals(FORMER_NAME_OF_SEQUENTIAL) ? SEQUENTIAL.id() : id;
    return Arrays.stream(values()).filter(profile -> profile.id().equals(current)).findFirst();
  }

  /** Returns all ids, for a message. */
  public static String ids() {
    return Arrays.stream(values()).map(Profile::id).collect(Collectors.joining(", "));
  }
}
