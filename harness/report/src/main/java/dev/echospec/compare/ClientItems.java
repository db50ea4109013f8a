package dev.echospec.compare;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ContainerClients;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import dev.echospec.server.ContainerSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads the clients of a fleet file, and takes nothing in it for granted. */
final class ClientItems extends FleetItems<FleetClient> {
  /** The key of the list. */
  static final String TOP = "clients";

  /** The keys of a client, in the order in which they are best written. */
  private static final List<String> KEYS =
      Stream.of(
              List.of("name", "target", "command", "sends", "port", "output"),
              ContainerKeys.NAMES,
              List.of("known-failures"))
          .flatMap(List::stream)
          .toList();

  private static final Outline OUTLINE =
      new Outline(
          TOP,
          "begin it with " + TOP + ":",
          "client",
          "clients",
          "name",
          FleetFile.MOST_MEMBERS,
          "a fleet has at most " + FleetFile.MOST_MEMBERS + " clients: make it several fleets",
          Optional.of("there is no client: begin one with '- name:', or remove " + TOP));

  private ClientItems(YAMLParser parser, Place place, Map<String, Integer> names) {
    super(parser, OUTLINE, place, names);
  }

  /** Reads the list that the parser stands before the first token of. */
  static List<FleetClient> read(YAMLParser parser, Place place, Map<String, Integer> names)
      throws Malformed {
    return new ClientItems(parser, place, names).list();
  }

  /** What was read of a client so far, and where. */
  private final class Draft {
    private final Map<String, TokenStreamLocation> at = new HashMap<>();
    private final ContainerKeys container = new ContainerKeys();
    private String name = "";
    private Optional<ContainerSource> target = Optional.empty();
    private List<String> command = List.of();
    private Optional<String> sends = Optional.empty();
    private Optional<Integer> port = Optional.empty();
    private OutputMode output = OutputMode.CONTAINS;
    private List<KnownFailure> known = List.of();
  }

  @Override
  protected FleetClient item() throws Malformed {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("a client must have a name, and a target or a command: begin it with '- name:'");
    }
    TokenStreamLocation begin = parser.currentTokenLocation();
    Draft draft = new Draft();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (!KEYS.contains(key)) {
        throw wrong("a client has no '" + key + "', only " + String.join(", ", KEYS));
      }
      if (draft.at.put(key, parser.currentTokenLocation()) != null) {
        throw wrong("the client has a second '" + key + "': remove one of them");
      }
      parser.nextToken();
      property(draft, key);
    }
    if (draft.name.isEmpty()) {
      throw wrong(begin, "the client has no name: add one");
    }
    if (draft.target.isEmpty()) {
      if (draft.command.isEmpty()) {
        throw wrong(begin, draft.name + " has neither target nor command: add one of them");
      }
      for (String key : ContainerKeys.NAMES) {
        if (draft.at.containsKey(key)) {
          throw wrong(draft.at.get(key), draft.name + ": " + key + " is for containers");
        }
      }
    }
    return checked(draft, begin);
  }

  private void property(Draft draft, String key) throws Malformed {
    switch (key) {
      case "name" -> draft.name = name();
      case "target" -> draft.target = Optional.of(target());
      case "command" -> draft.command = command();
      case "sends" -> draft.sends = Optional.of(text(key));
      case "port" -> draft.port = Optional.of(port(key));
      case "output" -> draft.output = output();
      case "known-failures" -> draft.known = KnownFailuresFile.entries(parser);
      default -> draft.container.read(key);
    }
  }

  private ContainerSource target() throws Malformed {
    String text = text("target");
    ContainerSource source = valued(() -> ContainerClients.parse(text));
    return source instanceof ContainerSource.Dockerfile dockerfile
        ? dockerfile.at(confined(dockerfile.file()))
        : source;
  }

  private OutputMode output() throws Malformed {
    String word = text("output");
    return Arrays.stream(OutputMode.values())
        .filter(mode -> word(mode).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "there is no output '"
                        + word
                        + "', only "
                        + Arrays.stream(OutputMode.values())
                            .map(ClientItems::word)
                            .collect(Collectors.joining(", "))));
  }

  private static String word(OutputMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private FleetClient checked(Draft draft, TokenStreamLocation begin) throws Malformed {
    boolean told = draft.command.stream().anyMatch(word -> word.contains(ClientCall.PORT));
    if (told && draft.port.isPresent()) {
      throw wrong(draft.at.get("port"), draft.name + " is told its port with {port}: remove port");
    }
    FleetClient client =
        new FleetClient(
            draft.name,
            draft.target,
            draft.command,
            draft.sends,
            draft.port,
            draft.output,
            draft.container.env(),
            draft.container.confinement(draft.name, begin),
            draft.known);
    try {
      client.call(List.of());
    } catch (IllegalArgumentException e) {
      throw wrong(
          draft.at.get("sends"),
          draft.name + ": " + String.valueOf(e.getMessage()).replace("--sends", "sends"));
    }
    return client;
  }
}
