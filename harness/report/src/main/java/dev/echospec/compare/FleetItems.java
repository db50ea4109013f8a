package dev.echospec.compare;

import dev.echospec.file.YamlListFile;
import dev.echospec.option.OptionText;
import dev.echospec.script.Malformed;
import dev.echospec.server.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads what members and clients of a fleet file have in common.
 *
 * @param <T> a member or a client
 */
abstract class FleetItems<T> extends YamlListFile<T> {
  private static final int MOST_WORDS = 1_000;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]{0,39}";
  private static final int MOST = 65_535;

  private static final int MOST_VARIABLES = 1_000;

  private final Place place;

  /** Names in lower case, as they are files too, and where they stand. */
  private final Map<String, Integer> names;

  /**
   * Where paths of a fleet file lead.
   *
   * @param folder that the file is in, absolute
   * @param within another folder that they may lead to
   */
  record Place(Path folder, Optional<Path> within) {}

  /**
   * Begins where the parser stands.
   *
   * @param place where the file is, and where its paths may lead
   * @param names of all members and clients so far; added to
   */
  FleetItems(YAMLParser parser, Outline outline, Place place, Map<String, Integer> names) {
    super(parser, outline);
    this.place = place;
    this.names = names;
  }

  protected final String name() throws Malformed {
    String name = text("name");
    if (!name.matches(NAME)) {
      throw wrong(
          "'"
              + name
              + "' is no name: up to 40 letters, digits, dots, dashes, underscores and pluses, with"
              + " a letter or digit first");
    }
    Integer earlier =
        names.putIfAbsent(name.toLowerCase(Locale.ROOT), parser.currentTokenLocation().getLineNr());
    if (earlier != null) {
      throw wrong("'" + name + "' is the name of the member in line " + earlier + " already");
    }
    return name;
  }

  protected final List<String> command() throws Malformed {
    TokenStreamLocation begin = parser.currentTokenLocation();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("command takes a list of words, such as [python3, server.py, \"{port}\"]");
    }
    List<String> words = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (words.size() == MOST_WORDS) {
        throw wrong("a command has at most " + MOST_WORDS + " words");
      }
      words.add(scalar("a word of the command"));
    }
    if (words.isEmpty() || words.get(0).isBlank()) {
      throw wrong(begin, "the command is empty: name the program first");
    }
    return words;
  }

  protected final int port(String key) throws Malformed {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      String digits = parser.getString();
      if (digits.matches("[0-9]{1,5}")
          && Integer.parseInt(digits) >= 1
          && Integer.parseInt(digits) <= MOST) {
        return Integer.parseInt(digits);
      }
    }
    throw wrong(key + " takes a number from 1 to " + MOST);
  }

  /** Reads a value as the command line reads it. */
  protected interface Value<V> {
    V read() throws Malformed;
  }

  protected final <V> V valued(Value<V> value) throws Malformed {
    try {
      return value.read();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** Text, or a number or truth value as it was written. */
  protected final String scalar(String what) throws Malformed {
    if (!parser.currentToken().isScalarValue()
        || parser.currentToken() == JsonToken.VALUE_NULL
        || parser.isCurrentAlias()) {
      throw wrong(what + " takes text: put it into quotes");
    }
    if (parser.getString().indexOf('\0') >= 0) {
      throw wrong(what + " cannot hold a NUL character: remove it");
    }
    return parser.getString();
  }

  /**
   * A path of the file as an absolute one.
   *
   * @throws Malformed if it leads out of the folder of the file, also by a symbolic link: what is
   *     there would be built into an image, or run
   */
  protected final Path confined(Path named) throws Malformed {
    Path path = place.folder().resolve(named).normalize();
    Path real = real(path);
    if (!real.startsWith(real(place.folder()))
        && place
            .within()
            .filter(other -> real.startsWith(real(other.toAbsolutePath())))
            .isEmpty()) {
      throw wrong(
          "'" + named + "' leads out of the folder of this file: allow it with --within FOLDER");
    }
    return path;
  }

  /** Follows the symbolic links of as much of a path as is there. */
  private static Path real(Path path) {
    Path there = path.normalize();
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    Path rest = there.relativize(path.normalize());
    try {
      return there.toRealPath().resolve(rest).normalize();
    } catch (IOException e) {
      // A link to nothing, or in a circle, leads nowhere that is allowed.
      return there.getRoot();
    }
  }

  /** The keys that are for containers alone, beside the port of a server. */
  protected final class ContainerKeys {
    private Map<String, String> environment = Map.of();
    private List<String> capabilities = Confinement.DEFAULT.capabilities();
    private long memory = Confinement.DEFAULT.memory();
    private int processes = Confinement.DEFAULT.processes();
    private boolean unconfined;

    /** The keys, in the order in which they are best written. */
    static final List<String> NAMES =
        List.of("env", "cap-add", "memory", "pids-limit", "unconfined");

    /** Reads the value of one of {@link #NAMES}. */
    void read(String key) throws Malformed {
      switch (key) {
        case "env" -> environment = environment();
        case "cap-add" -> capabilities = capabilities();
        case "memory" -> memory = valued(() -> Confinement.bytes(text(key)));
        case "pids-limit" -> processes = valued(() -> OptionText.count(scalar(key)));
        default -> unconfined = valued(() -> OptionText.flag(scalar(key)));
      }
    }

    Map<String, String> env() {
      return environment;
    }

    /**
     * Returns what was read.
     *
     * @param of name of the member or client
     * @param begin where it begins
     */
    Confinement confinement(String of, TokenStreamLocation begin) throws Malformed {
      try {
        return new Confinement(capabilities, memory, processes, unconfined);
      } catch (IllegalArgumentException e) {
        throw wrong(begin, of + ": " + e.getMessage());
      }
    }
  }

  private List<String> capabilities() throws Malformed {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("cap-add takes a list of names, such as [NET_BIND_SERVICE]");
    }
    List<String> names = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      names.add(scalar("the name of a capability"));
    }
    return names;
  }

  private Map<String, String> environment() throws Malformed {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("env takes names and values, such as {LANG: C.UTF-8}");
    }
    Map<String, String> environment = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw wrong("'" + key + "' is no name of an environment variable");
      }
      if (seen.size() == MOST_VARIABLES) {
        throw wrong("env has at most " + MOST_VARIABLES + " variables");
      }
      if (!seen.add(key)) {
        throw wrong("env has a second '" + key + "': remove one of them");
      }
      parser.nextToken();
      environment.put(key, scalar("the value of " + key));
    }
    return environment;
  }
}
