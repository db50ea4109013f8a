package dev.echospec.result;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.file.TextFile;
import dev.echospec.judge.Law;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptJson;
import dev.echospec.suite.Catalogue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The file that a failing case leaves, as far as it is needed to play the conversation again.
 *
 * @param caseId the case that failed; empty if the file is only a script
 * @param law what the conversation is judged by
 * @param transform what the server has to do to the bytes
 * @param script what is played
 */
public record FailureFile(Optional<String> caseId, Law law, Transform transform, Script script) {
  static final String FORMAT = "failure/1";

  /** Objects down to this one's parts get a line for each property. */
  static final int DEEPEST = 2;

  private static final int LONGEST_SHOWN = 200;

  /** Returns whether the conversation is the first that the server meets after a start. */
  public boolean isFromStart() {
    return caseId.flatMap(Catalogue::find).filter(info -> info.rule().fromStart()).isPresent();
  }

  /**
   * Returns the name of its file, such as stream-segmentation.json.
   *
   * @param caseId any case
   */
  public static String name(String caseId) {
    return caseId.replaceAll("[^A-Za-z0-9_.-]", "-") + ".json";
  }

  /**
   * Returns what is in it.
   *
   * @param path a failure file, or a file with nothing but a script
   * @throws Malformed if it cannot be read, or is anything else; the message begins with the path
   */
  public static FailureFile read(Path path) throws Malformed {
    return TextFile.read(path, JsonText.LONGEST, FailureFile::parse);
  }

  /**
   * Returns what is in it.
   *
   * @param text of a failure file, or of a script
   * @throws Malformed if it is anything else
   */
  public static FailureFile parse(String text) throws Malformed {
    JsonNode json = JsonText.parse(text);
    if (!json.has("echospec") && json.has("steps")) {
      return new FailureFile(
          Optional.empty(), Law.ECHO, Transform.UPPER, ScriptJson.fromJson(json));
    }
    JsonNode format = json.path("echospec");
    if (!format.isString()) {
      throw new Malformed("neither a failure file of echospec nor a script");
    }
    if (!format.stringValue().equals(FORMAT)) {
      throw new Malformed(
          "\"echospec\" is \"" + shown(format.stringValue()) + "\", this version reads " + FORMAT);
    }
    return of(JsonText.exactly(json, FailureDocument.class, "a failure file"));
  }

  private static FailureFile of(FailureDocument document) throws Malformed {
    String caseId = caseId(document);
    Law law = oneOf(Law.values(), required(document.law(), "law"), "law");
    Transform transform =
        oneOf(Transform.values(), required(document.transform(), "transform"), "transform");
    if (document.script() == null) {
      throw new Malformed("\"script\" is missing");
    }
    return new FailureFile(
        Optional.of(caseId), law, transform, ScriptJson.fromJson(document.script()));
  }

  /** Returns the id, which has no characters that a program or a terminal would obey. */
  static String caseId(FailureDocument document) throws Malformed {
    String caseId = required(document.caseId(), "case");
    if (!caseId.matches("[A-Za-z0-9_./-]{1,100}")) {
      throw new Malformed("\"case\" is not the id of a case");
    }
    return caseId;
  }

  private static String required(Optional<String> value, String key) throws Malformed {
    return value.orElseThrow(() -> new Malformed("\"" + key + "\" is missing"));
  }

  private static <E extends Enum<E>> E oneOf(E[] values, String name, String key) throws Malformed {
    List<String> names = Arrays.stream(values).map(FailureFile::slug).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new Malformed(
          "\"" + key + "\" is none of " + String.join(", ", names) + ": \"" + shown(name) + "\"");
    }
    return values[index];
  }

  private static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text;
  }

  /** Returns the name of a constant as files have it: in lower case, with dashes. */
  public static String slug(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the text of its file.
   *
   * @param result of a case, with a failure
   * @param transform what the server had to do to the bytes
   * @param target as the user wrote it
   */
  public static String write(CaseResult result, Transform transform, String target) {
    Failure failure = result.failure().orElseThrow();
    Optional<ClientObservation> client = failure.client();
    FailureDocument document =
        new FailureDocument(
            FORMAT,
            Optional.of(result.info().id()),
            result.info().rule().rule(),
            client.isPresent() ? Optional.empty() : Optional.of(slug(failure.sight().law())),
            Optional.of(slug(transform)),
            Optional.of(ViolationEntry.of(failure.sight().violations().get(0))),
            client.isPresent() ? null : ScriptJson.toJson(failure.sight().script()),
            client.map(run -> JsonText.tree(ClientEntry.of(run))).orElse(null),
            client.isPresent()
                ? null
                : FailureDocument.Seen.of(
                    failure.sight().transcript(), failure.sight().violations()),
            failure.extent(),
            failure.diagnosis().map(DiagnosisEntry::of),
            FailureText.replay(name(result.info().id()), target));
    return JsonText.print(document, DEEPEST);
  }

  /**
   * Returns the text of a file that plays a recorded conversation.
   *
   * @param script what the clients did
   * @param transform what the server has to do to the bytes
   * @param name of the file, as the command in it names it
   * @param target as the user wrote it
   */
  public static String recording(Script script, Transform transform, String name, String target) {
    return JsonText.print(
        FailureDocument.recording(
            ScriptJson.toJson(script),
            null,
            Optional.of(slug(Law.ECHO_AND_CLOSE)),
            transform,
            FailureText.replay(name, target)),
        DEEPEST);
  }
}
