package dev.echospec.compare;

import dev.echospec.file.TextFile;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.ShellWords;
import dev.echospec.suite.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The results.json of one member's run: docs/results.md tells what is in it. What is not there is
 * taken as not known.
 */
final class MemberReport {
  static final String FILE = "results.json";

  /** Who fails this does not even echo letters. */
  private static final String PLAINEST = "transform/ascii-letters";

  private static final String FORMAT = "results/1";

  private final JsonNode json;
  private final Path path;
  private final String folder;
  private final String replayed;

  private MemberReport(JsonNode json, Path path, String folder, String replayed) {
    this.json = json;
    this.path = path;
    this.folder = folder;
    this.replayed = replayed;
  }

  /**
   * @param path the folder of the report
   * @param folder the same, from the folder of the comparison
   * @param replayed the target as it is written in a command that plays a failure again
   * @return what is in it; empty if there is no report (yet)
   */
  static Optional<MemberReport> read(Path path, String folder, String replayed) {
    Path file = path.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JsonText.parse(TextFile.read(file, JsonText.LONGEST));
      return json.path("format").asString("").equals(FORMAT)
          ? Optional.of(new MemberReport(json, path, folder, replayed))
          : Optional.empty();
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  Optional<RunResult.Facts> facts() {
    JsonNode facts = json.path("facts");
    if (!facts.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunResult.Facts(
            facts.path("answers").asString(""),
            facts.path("sequential").asBoolean(false),
            Duration.ofNanos((long) (facts.path("roundTripMillis").asDouble(0) * 1e6)),
            Duration.ofMillis(facts.path("patienceMillis").asLong(0)),
            Duration.ofMillis(facts.path("boundMillis").asLong(0))));
  }

  boolean isComplete() {
    return json.path("complete").asBoolean(false);
  }

  /** CONFORMS, DOES_NOT_CONFORM and so on. */
  String verdict() {
    return json.path("verdict").asString("");
  }

  String target() {
    return json.path("target").asString("");
  }

  Optional<String> error() {
    return text(json, "error");
  }

  Duration took() {
    return Duration.ofMillis(json.path("millis").asLong(0));
  }

  /** What is out of date in the list of known failures. */
  List<String> surprises(String fleet) {
    List<String> surprises = new ArrayList<>();
    for (JsonNode surprise : json.path("surprises")) {
      surprises.add(
          fleet
              + " line "
              + surprise.path("line").asInt(0)
              + ", "
              + surprise.path("case").asString("")
              + ": "
              + surprise.path("message").asString(""));
    }
    return surprises;
  }

  List<CellResult> cells() {
    List<CellResult> cells = new ArrayList<>();
    boolean wrong = isEchoWrong();
    for (JsonNode one : json.path("cases")) {
      cells.add(
          new CellResult(
              one.path("id").asString(""),
              verdict(one),
              one.path("tries").asInt(0),
              Duration.ofMillis(one.path("millis").asLong(0)),
              wrong ? text(one, "reason").map(reason -> noSpeed(reason, one)) : text(one, "reason"),
              one.path("violation").isObject() ? Optional.of(broken(one)) : Optional.empty(),
              one.path("known").isObject()
                  ? Optional.of(known(one.get("known")))
                  : Optional.empty(),
              figures(one, wrong)));
    }
    return cells;
  }

  private boolean isEchoWrong() {
    return json.path("cases")
        .valueStream()
        .anyMatch(
            one -> one.path("id").asString("").equals(PLAINEST) && verdict(one) == Verdict.FAIL);
  }

  /** The case itself counts bytes, right or wrong. */
  private static String noSpeed(String reason, JsonNode one) {
    boolean speed =
        one.path("figures")
            .valueStream()
            .anyMatch(figure -> Behaviour.isSpeed(figure.path("name").asString("")));
    return speed ? reason + "; its echo is wrong (" + PLAINEST + "), so this is no speed" : reason;
  }

  private static Verdict verdict(JsonNode one) {
    try {
      return Verdict.valueOf(one.path("verdict").asString(""));
    } catch (IllegalArgumentException e) {
      return Verdict.ERROR;
    }
  }

  private CellResult.Broken broken(JsonNode one) {
    JsonNode violation = one.get("violation");
    JsonNode death = one.path("death");
    Optional<String> script = text(one, "script").map(name -> folder + "/" + name);
    return new CellResult.Broken(
        violation.path("message").asString(""),
        violation.path("offset").asLong(0),
        one.path("foundAfter").asInt(0),
        one.path("replays").asInt(0),
        one.path("replaysFailed").asInt(0),
        texts(one.path("text")),
        diagnosis(one.path("diagnosis")),
        text(death, "how"),
        death.path("lastWords").asString(""),
        script,
        text(one, "script").map(this::replay));
  }

  private static Optional<String> diagnosis(JsonNode diagnosis) {
    return text(diagnosis, "sentence")
        .map(
            sentence ->
                (text(diagnosis, "confidence").filter("likely"::equals).isPresent()
                        ? "Likely cause: "
                        : "Possible cause: ")
                    + sentence
                    + text(diagnosis, "mend").map(fix -> " To fix it: " + fix).orElse(""));
  }

  private String replay(String script) {
    String file = ShellWords.quoted(DisplayPath.path(path.resolve(script)));
    return ("./echospec replay " + file + " " + replayed).strip();
  }

  private static CellResult.Known known(JsonNode known) {
    return new CellResult.Known(
        known.path("expected").asBoolean(false),
        known.path("reason").asString(""),
        texts(known.path("missing")),
        known.path("expired").asBoolean(false));
  }

  /** Of the cases that record what the rules leave open; others measure to judge by it. */
  private static List<Figure> figures(JsonNode one, boolean wrongEcho) {
    List<Figure> figures = new ArrayList<>();
    if (!one.path("level").asString("").equals(Level.INFO.name())) {
      return figures;
    }
    for (JsonNode measured : one.path("figures")) {
      String key = measured.path("name").asString("");
      Figure figure =
          Behaviour.figure(
              key, measured.path("value").asLong(0), measured.path("unit").asString(""));
      figures.add(wrongEcho && Behaviour.isSpeed(key) ? Behaviour.noSpeed(figure) : figure);
    }
    return figures;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private static Optional<String> text(JsonNode json, String key) {
    return Optional.of(json.path(key)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }
}
