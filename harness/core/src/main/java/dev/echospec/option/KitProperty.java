package dev.echospec.option;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Every property whose name begins with {@code echospec.}: the settings of a build, and what the
 * start script and the kit's own tests pass. All readers take the names from here, so that a name
 * that is not in this list is an error and never a setting that is silently ignored.
 */
public enum KitProperty {
  /** The server under test, in the form of a target name. */
  TARGET("target"),
  /** What the server claims to be. */
  PROFILE("profile"),
  /** Globs of the cases to run, separated by commas. */
  CASE("case"),
  /** Globs of the cases not to run, separated by commas. */
  EXCLUDE("exclude"),
  /** Tries of a case of cost 1. */
  TRIES("tries"),
  /** Seed of everything random. */
  SEED("seed"),
  /** How long the server may be silent while it owes something. */
  PATIENCE("patience"),
  /** Whether the run is thorough. */
  THOROUGH("thorough"),
  /** A file of known failures. */
  EXPECT("expect"),
  /** The folder for the report. */
  REPORT("report"),
  /** How addresses of the documentation site begin. */
  DOCS("docs"),
  /** Whether very many connections may be opened to a server of a public address. */
  YES_THIS_IS_MINE("yes-this-is-mine"),
  /** The port that the server listens on inside its container. */
  CONTAINER_PORT("container-port"),
  /** What the container runs instead of its image's CMD. */
  COMMAND("command"),
  /** A variable in the environment of the container; the rest of the name is the variable's. */
  ENV("env.", true),
  /** Linux capabilities that the container keeps, separated by commas. */
  CAP_ADD("cap-add"),
  /** The memory that the container may use. */
  MEMORY("memory"),
  /** The processes and threads that the container may have. */
  PIDS_LIMIT("pids-limit"),
  /** Whether the container runs with the engine's defaults. */
  UNCONFINED("unconfined"),
  /** Globs of variables that a command inherits although they are a CI service's. */
  KEEP_ENV("keep-env"),
  /** Width of the terminal that standard output is, from the start script. */
  COLUMNS("columns"),
  /** Width of the terminal that standard error is, from the start script. */
  ERROR_COLUMNS("error-columns"),
  /** Whether the kit's own tests write the generated pages instead of checking them. */
  REGENERATE("regenerate"),
  /** The one fault of the zoo that the matrix of the kit's own tests runs. */
  MATRIX_FAULT("matrix.fault"),
  /** Runs of each fault when the matrix is regenerated. */
  MATRIX_RUNS("matrix.runs"),
  /** Seed of the matrix. */
  MATRIX_SEED("matrix.seed");

  /** From the start script, and what an installation sets once. */
  private static final List<KitProperty> ON_THE_COMMAND_LINE =
      List.of(COLUMNS, ERROR_COLUMNS, DOCS);

  private static final String OURS = "echospec.";

  private final String key;
  private final boolean prefix;

  KitProperty(String name) {
    this(name, false);
  }

  KitProperty(String name, boolean prefix) {
    this.key = OURS + name;
    this.prefix = prefix;
  }

  /** Returns the whole name; of {@link #ENV} the prefix of its names. */
  public String key() {
    return key;
  }

  /**
   * Reads a system property.
   *
   * @return its value; empty if it is not set
   * @throws IllegalArgumentException if a property is set that does not exist
   */
  public Optional<String> system() {
    check(System.getProperties().stringPropertyNames());
    return Optional.ofNullable(System.getProperty(key));
  }

  /**
   * Returns whether the system property has the value true.
   *
   * @throws IllegalArgumentException if a property is set that does not exist
   */
  public boolean isTrue() {
    return system().map(OptionText::flag).orElse(false);
  }

  /**
   * Refuses names that begin like the kit's and do not exist.
   *
   * @param names of properties, the kit's and others
   * @throws IllegalArgumentException if there is one; the message is for the user
   */
  public static void check(Collection<String> names) {
    for (String name : new TreeSet<>(names)) {
      if (name.startsWith(OURS) && Arrays.stream(values()).noneMatch(known -> known.is(name))) {
        throw new IllegalArgumentException(
            "there is no property " + name + ": did you mean " + nearest(name) + "?");
      }
    }
  }

  /**
   * Refuses properties that the command line would ignore.
   *
   * @param names of system properties
   * @throws IllegalArgumentException if one is the kit's, but not for the command line; the message
   *     is for the user
   */
  public static void checkCommandLine(Collection<String> names) {
    check(names);
    for (String name : new TreeSet<>(names)) {
      if (name.startsWith(OURS)
          && ON_THE_COMMAND_LINE.stream().noneMatch(known -> known.is(name))) {
        throw new IllegalArgumentException(
            "the property " + name + " is for builds: the command line has options instead");
      }
    }
  }

  private boolean is(String name) {
    return prefix ? name.startsWith(key) && name.length() > key.length() : name.equals(key);
  }

  private static String nearest(String name) {
    return Arrays.stream(values())
        .map(KitProperty::key)
        .min(Comparator.comparingInt(known -> distance(name, known)))
        .orElseThrow();
  }

  /** Returns the edit distance of two texts. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
