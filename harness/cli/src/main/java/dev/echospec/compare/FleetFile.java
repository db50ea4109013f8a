package dev.echospec.compare;

import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.file.TextFile;
import dev.echospec.file.YamlListFile;
import dev.echospec.file.YamlText;
import dev.echospec.option.OptionText;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import dev.echospec.server.Confinement;
import dev.echospec.server.ServerSpec;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads a fleet file, and takes nothing in it for granted: docs/compare.md describes it. */
public final class FleetFile extends YamlListFile<Member> {
  /** Most members: a hundred take a day. */
  static final int MOST_MEMBERS = 200;

  private static final int MOST_WORDS = 1_000;
  private static final int MOST_VARIABLES = 1_000;
  private static final String TOP = "fleet";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]{0,39}";
  private static final int MOST = 65_535;

  /** The keys of a member, in the order in which they are best written. */
  private static final List<String> KEYS =
      List.of(
          "name",
          "target",
          "command",
          "profile",
          "port",
          "container-port",
          "env",
          "cap-add",
          "memory",
          "pids-limit",
          "unconfined",
          "known-failures");

  private static final List<String> OF_CONTAINERS =
      List.of("cap-add", "memory", "pids-limit", "unconfined");

  private static final Outline OUTLINE =
      new Outline(
          TOP,
          "begin it with " + TOP + ":",
          "member",
          "members",
          "name",
          MOST_MEMBERS,
          "a fleet has at most " + MOST_MEMBERS + " members: make it several fleets",
          Optional.of("the fleet has no member: begin one with '- name:'"));

  private final Path folder;
  private final Optional<Path> within;

  /** Names in lower case, as they are files too, and where they stand. */
  private final Map<String, Integer> names = new HashMap<>();

  private FleetFile(YAMLParser parser, Path folder, Optional<Path> within) {
    super(parser, OUTLINE);
    this.folder = folder;
    this.within = within;
  }

  /**
   * Returns what is in it.
   *
   * @param path of the file
   * @param within a folder that the paths in the file may lead to, beside the folder of the file
   * @throws Malformed if it is not there or not as docs/compare.md says; the message begins with
   *     the path, and tells line and column where there are any
   */
  public static Fleet read(Path path, Optional<Path> within) throws Malformed {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new Malformed(path + ": a directory, not a file");
    }
    return parse(path.toString(), folder, within, TextFile.read(path, YamlText.LONGEST));
  }

  static Fleet parse(String file, Path folder, Optional<Path> within, String text)
      throws Malformed {
    return new Fleet(
        file, folder, parse(file, text, parser -> new FleetFile(parser, folder, within)));
  }

  /** What was read of a member so far, and where. */
  private static final class Draft {
    private final TokenStreamLocation begin;
    private final Map<String, TokenStreamLocation> at = new HashMap<>();
    private String name = "";
    private Optional<String> target = Optional.empty();
    private List<String> command = List.of();
    private Profile profile = Profile.CONCURRENT;
    private Optional<Integer> port = Optional.empty();
    private Optional<Integer> containerPort = Optional.empty();
    private Map<String, String> environment = Map.of();
    private List<String> capabilities = Confinement.DEFAULT.capabilities();
    private long memory = Confinement.DEFAULT.memory();
    private int processes = Confinement.DEFAULT.processes();
    private boolean unconfined;
    private List<KnownFailure> known = List.of();

    Draft(TokenStreamLocation begin) {
      this.begin = begin;
    }
  }

  @Override
  protected Member item() throws Malformed {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("a member must have a name, and a target or a command: begin it with '- name:'");
    }
    Draft draft = new Draft(parser.currentTokenLocation());
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (!KEYS.contains(key)) {
        throw wrong("a member has no '" + key + "', only " + String.join(", ", KEYS));
      }
      if (draft.at.put(key, parser.currentTokenLocation()) != null) {
        throw wrong("the member has a second '" + key + "': remove one of them");
      }
      parser.nextToken();
      property(draft, key);
    }
    return checked(draft);
  }

  private void property(Draft draft, String key) throws Malformed {
    switch (key) {
      case "name" -> draft.name = name();
      case "target" -> draft.target = Optional.of(target());
      case "command" -> draft.command = command();
      case "profile" -> draft.profile = profile();
      case "port" -> draft.port = Optional.of(port(key));
      case "container-port" -> draft.containerPort = Optional.of(port(key));
      case "env" -> draft.environment = environment();
      case "cap-add" -> draft.capabilities = capabilities();
      case "memory" -> draft.memory = valued(() -> Confinement.bytes(text(key)));
      case "pids-limit" -> draft.processes = valued(() -> OptionText.count(scalar(key)));
      case "unconfined" -> draft.unconfined = valued(() -> OptionText.flag(scalar(key)));
      default -> draft.known = KnownFailuresFile.entries(parser);
    }
  }

  private static Member checked(Draft draft) throws Malformed {
    if (draft.name.isEmpty()) {
      throw wrong(draft.begin, "the member has no name: add one");
    }
    boolean container = draft.target.filter(Member::isContainer).isPresent();
    if (draft.target.isEmpty() && draft.command.isEmpty()) {
      throw wrong(draft.begin, draft.name + " has neither target nor command: add one of them");
    }
    if (draft.target.isPresent() && !draft.command.isEmpty() && !container) {
      throw wrong(
          draft.at.get("command"),
          draft.name + " has a target and a command, which only a container can: remove one");
    }
    onlyIf(container, draft, "container-port", "is for containers: a command takes port");
    onlyIf(container, draft, "env", "is for containers: begin a command with env, KEY=VALUE");
    for (String key : OF_CONTAINERS) {
      onlyIf(container, draft, key, "is for containers");
    }
    onlyIf(draft.target.isEmpty(), draft, "port", "is for commands: an address has its own");
    return new Member(
        draft.name,
        draft.target,
        draft.command,
        draft.profile,
        draft.port,
        draft.containerPort,
        draft.environment,
        confinement(draft),
        draft.known);
  }

  private static Confinement confinement(Draft draft) throws Malformed {
    try {
      return new Confinement(draft.capabilities, draft.memory, draft.processes, draft.unconfined);
    } catch (IllegalArgumentException e) {
      throw wrong(draft.begin, draft.name + ": " + e.getMessage());
    }
  }

  /** Reads a value as the command line reads it. */
  private interface Value<T> {
    T read() throws Malformed;
  }

  private <T> T valued(Value<T> value) throws Malformed {
    try {
      return value.read();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private static void onlyIf(boolean may, Draft draft, String key, String otherwise)
      throws Malformed {
    if (!may && draft.at.containsKey(key)) {
      throw wrong(draft.at.get(key), draft.name + ": " + key + " " + otherwise);
    }
  }

  private String name() throws Malformed {
    String name = text("name");
    if (!name.matches(NAME)) {
      throw wrong(
          "'"
              + name
              + "' is no name: up to 40 letters, digits, dots, dashes, underscores and pluses, with"
              + " a letter or digit first");
    }
    Integer earlier =
        names.putIfAbsent(
            name.toLowerCase(java.util.Locale.ROOT), parser.currentTokenLocation().getLineNr());
    if (earlier != null) {
      throw wrong("'" + name + "' is the name of the member in line " + earlier + " already");
    }
    return name;
  }

  private String target() throws Malformed {
    String target = text("target");
    if (target.startsWith("command:") || target.startsWith("-")) {
      throw wrong("a command is written as command: [python3, server.py]");
    }
    ServerSpec server = valued(() -> ServerSpec.parse(target));
    return server.path().isEmpty() ? target : server.at(confined(server.path().get())).text();
  }

  /**
   * A path of the file as an absolute one.
   *
   * @throws Malformed if it leads out of the folder of the file, also by a symbolic link: what is
   *     there would be built into an image, or run
   */
  private Path confined(Path named) throws Malformed {
    Path path = folder.resolve(named).normalize();
    Path real = real(path);
    if (!real.startsWith(real(folder))
        && within.filter(other -> real.startsWith(real(other.toAbsolutePath()))).isEmpty()) {
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

  private List<String> command() throws Malformed {
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

  private Profile profile() throws Malformed {
    String id = text("profile");
    return Profile.find(id)
        .orElseThrow(() -> wrong("there is no profile '" + id + "', only " + Profile.ids()));
  }

  private int port(String key) throws Malformed {
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

  /** Text, or a number or truth value as it was written. */
  private String scalar(String what) throws Malformed {
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
}
