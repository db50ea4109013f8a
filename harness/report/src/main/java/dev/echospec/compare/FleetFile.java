package dev.echospec.compare;

import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.file.TextFile;
import dev.echospec.file.YamlText;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import dev.echospec.server.ServerSpec;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads a fleet file, and takes nothing in it for granted: docs/compare.md describes it. */
public final class FleetFile extends FleetItems<Member> {
  /** Most members: a hundred take a day. */
  static final int MOST_MEMBERS = 200;

  private static final String TOP = "fleet";

  /** The keys of a member, in the order in which they are best written. */
  private static final List<String> KEYS =
      Stream.of(
              List.of("name", "target", "command", "profile", "port", "container-port"),
              ContainerKeys.NAMES,
              List.of("known-failures"))
          .flatMap(List::stream)
          .toList();

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

  private final Place place;
  private final Map<String, Integer> names;
  private final List<FleetClient> clients;

  private FleetFile(
      YAMLParser parser, Place place, Map<String, Integer> names, List<FleetClient> clients) {
    super(parser, OUTLINE, place, names);
    this.place = place;
    this.names = names;
    this.clients = clients;
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
    Place place = new Place(folder, within);
    List<FleetClient> clients = new ArrayList<>();
    List<Member> members =
        parse(file, text, parser -> new FleetFile(parser, place, new HashMap<>(), clients));
    return new Fleet(file, folder, members, clients);
  }

  /** What was read of a member so far, and where. */
  private final class Draft {
    private final TokenStreamLocation begin;
    private final Map<String, TokenStreamLocation> at = new HashMap<>();
    private String name = "";
    private Optional<String> target = Optional.empty();
    private List<String> command = List.of();
    private Profile profile = Profile.CONCURRENT;
    private Optional<Integer> port = Optional.empty();
    private Optional<Integer> containerPort = Optional.empty();
    private final ContainerKeys container = new ContainerKeys();
    private List<KnownFailure> known = List.of();

    Draft(TokenStreamLocation begin) {
      this.begin = begin;
    }
  }

  @Override
  protected boolean beside(String key) throws Malformed {
    if (!key.equals(ClientItems.TOP) || !clients.isEmpty()) {
      return false;
    }
    parser.nextToken();
    clients.addAll(ClientItems.read(parser, place, names));
    return true;
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
      case "known-failures" -> draft.known = KnownFailuresFile.entries(parser);
      default -> draft.container.read(key);
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
    for (String key : ContainerKeys.NAMES) {
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
        draft.container.env(),
        draft.container.confinement(draft.name, draft.begin),
        draft.known);
  }

  private static void onlyIf(boolean may, Draft draft, String key, String otherwise)
      throws Malformed {
    if (!may && draft.at.containsKey(key)) {
      throw wrong(draft.at.get(key), draft.name + ": " + key + " " + otherwise);
    }
  }

  private String target() throws Malformed {
    String target = text("target");
    if (target.startsWith("command:") || target.startsWith("-")) {
      throw wrong("a command is written as command: [python3, server.py]");
    }
    ServerSpec server = valued(() -> ServerSpec.parse(target));
    return server.path().isEmpty() ? target : server.at(confined(server.path().get())).text();
  }

  private Profile profile() throws Malformed {
    String id = text("profile");
    return Profile.find(id)
        .orElseThrow(() -> wrong("there is no profile '" + id + "', only " + Profile.ids()));
  }
}
