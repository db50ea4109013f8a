package dev.echospec.result;

import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.file.TextFile;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptJson;
import dev.echospec.suite.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file that a failing case leaves, as far as it is needed to play the conversation again.
 *
 * @param caseId the case that failed; empty if the file is only a script
 * @param law what the conversation is judged by
 * @param transform what the server has to do to the bytes
 * @param script what is played
 */
public record FailureFile(Optional<String> caseId, Law law, Transform transform, Script script) {
  private static final String FORMAT = "failure/1";
  private static final Set<String> KEYS =
      Set.of(
          "echospec",
          "case",
          "rule",
          "law",
          "transform",
          "violation",
          "script",
          "seen",
          "diagnosis",
          "replay");
  private static final int MOST_EVENTS = 200;
  private static final int MOST_CONNECTIONS = 100;
  private static final int MOST_BYTES = 512;

  /**
   * @return whether the conversation is the first that the server meets after a start
   */
  public boolean isFromStart() {
    return caseId.flatMap(Catalogue::find).filter(info -> info.rule().fromStart()).isPresent();
  }

  /**
   * @param caseId any case
   * @return the name of its file, such as stream-segmentation.json
   */
  public static String name(String caseId) {
    return caseId.replaceAll("[^A-Za-z0-9_.-]", "-") + ".json";
  }

  /**
   * @param path a failure file, or a file with nothing but a script
   * @return what is in it
   * @throws Malformed if it cannot be read, or is anything else; the message begins with the path
   */
  public static FailureFile read(Path path) throws Malformed {
    String text = TextFile.read(path, JsonText.LONGEST);
    try {
      return parse(text);
    } catch (Malformed e) {
      throw new Malformed(path + ": " + e.getMessage());
    }
  }

  /**
   * @param text of a failure file, or of a script
   * @return what is in it
   * @throws Malformed if it is anything else
   */
  public static FailureFile parse(String text) throws Malformed {
    JsonNode json = JsonText.parse(text);
    if (!json.has("echospec") && json.has("steps")) {
      return new FailureFile(
          Optional.empty(), Law.ECHO, Transform.UPPER, ScriptJson.fromJson(json));
    }
    String format = string(json, "echospec");
    if (!format.equals(FORMAT)) {
      throw new Malformed("\"echospec\" is \"" + format + "\", this version reads " + FORMAT);
    }
    for (String key : json.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new Malformed("a failure file has no \"" + key + "\"");
      }
    }
    String caseId = string(json, "case");
    if (!caseId.matches("[A-Za-z0-9_./-]{1,100}")) {
      throw new Malformed("\"case\" is not the id of a case");
    }
    Law law = oneOf(Law.values(), json, "law");
    Transform transform = oneOf(Transform.values(), json, "transform");
    if (!json.has("script")) {
      throw new Malformed("\"script\" is missing");
    }
    return new FailureFile(
        Optional.of(caseId), law, transform, ScriptJson.fromJson(json.get("script")));
  }

  private static String string(JsonNode json, String key) throws Malformed {
    JsonNode value = json.get(key);
    if (value == null || !value.isString()) {
      throw new Malformed(
          key.equals("echospec")
              ? "neither a failure file of echospec nor a script"
              : "\"" + key + "\" is " + (value == null ? "missing" : "not a string"));
    }
    String text = value.stringValue();
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private static <E extends Enum<E>> E oneOf(E[] values, JsonNode json, String key)
      throws Malformed {
    String name = string(json, key);
    for (E value : values) {
      if (slug(value).equals(name)) {
        return value;
      }
    }
    List<String> names = Arrays.stream(values).map(FailureFile::slug).toList();
    throw new Malformed(
        "\"" + key + "\" is none of " + String.join(", ", names) + ": \"" + name + "\"");
  }

  /** The way in which the constants of an enum are written in files. */
  public static String slug(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param result of a case, with a failure
   * @param transform what the server had to do to the bytes
   * @param target as the user wrote it
   * @return the text of its file
   */
  public static String write(CaseResult result, Transform transform, String target) {
    Failure failure = result.failure().orElseThrow();
    Violation violation = failure.sight().violations().get(0);
    ObjectNode json =
        JsonText.object()
            .put("echospec", FORMAT)
            .put("case", result.info().id())
            .put("rule", result.info().rule().rule())
            .put("law", slug(failure.sight().law()))
            .put("transform", slug(transform));
    json.set("violation", violation(violation));
    json.set("script", ScriptJson.toJson(failure.sight().script()));
    json.set("seen", seen(failure.sight().transcript(), failure.sight().violations()));
    failure.diagnosis().ifPresent(why -> json.set("diagnosis", diagnosis(why)));
    json.put("replay", FailureText.replay(name(result.info().id()), target));
    return JsonText.print(json, 2);
  }

  static ObjectNode violation(Violation violation) {
    return JsonText.object()
        .put("kind", slug(violation.kind()))
        .put("on", violation.connection())
        .put("offset", violation.offset())
        .put("message", violation.message());
  }

  static ObjectNode diagnosis(Diagnosis diagnosis) {
    return JsonText.object()
        .put("cause", diagnosis.cause().id())
        .put("confidence", slug(diagnosis.confidence()))
        .put("sentence", diagnosis.sentence())
        .put("mend", diagnosis.cause().fix());
  }

  private static ObjectNode seen(Transcript transcript, List<Violation> violations) {
    ObjectNode seen = JsonText.object().put("millis", millis(transcript.elapsed()));
    ArrayNode events = seen.putArray("events");
    int count = transcript.events().size();
    for (int i = 0; i < count; i++) {
      // The first and the last ones tell most.
      if (i < MOST_EVENTS / 2 || i >= count - MOST_EVENTS / 2) {
        events.add(event(transcript.events().get(i)));
      }
    }
    seen.put("eventsLeftOut", count - events.size());
    ArrayNode received = seen.putArray("received");
    Set<Integer> connections = new TreeSet<>();
    violations.forEach(violation -> connections.add(violation.connection()));
    transcript.received().keySet().stream()
        .sorted()
        .limit(MOST_CONNECTIONS)
        .forEach(connections::add);
    connections.stream()
        .limit(MOST_CONNECTIONS)
        .forEach(number -> received.add(received(number, transcript.received(number))));
    return seen;
  }

  private static ObjectNode event(Event event) {
    ObjectNode json =
        JsonText.object()
            .put("event", kind(event))
            .put("step", event.step() + 1)
            .put("on", event.connection())
            .put("millis", millis(event.at()));
    if (event instanceof Event.Sent sent) {
      json.put("total", sent.total());
    } else if (event instanceof Event.Stalled stalled) {
      json.put("total", stalled.total()).put("quietMillis", millis(stalled.quiet()));
    } else if (event instanceof Event.Got got) {
      json.put("total", got.total());
    } else if (event instanceof Event.Diverged diverged) {
      json.put("offset", diverged.offset()).put("sentByThen", diverged.sentByThen());
    } else if (event instanceof Event.NotConnected not) {
      json.put("why", slug(not.why()));
    } else if (event instanceof Event.GaveUp gaveUp) {
      json.put("silenceMillis", millis(gaveUp.silence()));
    }
    return json;
  }

  private static String kind(Event event) {
    // EndOfStream is "end-of-stream".
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static ObjectNode received(int number, Received received) {
    byte[] kept = Arrays.copyOf(received.rest(), Math.min(MOST_BYTES, received.rest().length));
    return JsonText.object()
        .put("on", number)
        .put("sent", received.sent())
        .put("length", received.length())
        .put("matched", received.matched())
        .put("hexFromFirstDifference", HexFormat.of().formatHex(kept));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1000 / 1000.0;
  }
}
