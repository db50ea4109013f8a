package dev.echospec.result;

import dev.echospec.client.script.ServerScriptText;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptText;
import dev.echospec.script.ShellWords;
import dev.echospec.script.Step;
import dev.echospec.suite.CaseInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A failure as it is printed: the rule, the conversation, what was expected and what came, how the
 * server ended, and how to see it again.
 */
public final class FailureText {
  /** Blanks before the details of a failure. */
  public static final String INDENT = "      ";

  /** How the name of a server begins that runs in the process of the kit. */
  public static final String IN_PROCESS = "in-process:";

  /** What stands before the command that plays a failure again. */
  public static final String AGAIN = INDENT + "Again:  ";

  private static final String EXTENT = INDENT + "What does it:  ";

  /** Width in columns that no line reaches. */
  public static final int ANY_WIDTH = 1000;

  private static final int FIRST_STEPS = 20;
  private static final int LAST_STEPS = 10;
  private static final int MOST_VIOLATIONS = 3;

  /** The innermost frame of a Python traceback and its error. */
  static final int LAST_WORDS = 4;

  private static final int LONGEST_LINE = 200;

  private final Oracle oracle;
  private final String target;
  private final Optional<Path> folder;
  private final int columns;

  /**
   * Creates a printer for lines of any width.
   *
   * @param oracle what the server had to answer
   * @param target as the user wrote it
   * @param folder where the failure files are, if there are any
   */
  public FailureText(Oracle oracle, String target, Optional<Path> folder) {
    this(oracle, target, folder, ANY_WIDTH);
  }

  private FailureText(Oracle oracle, String target, Optional<Path> folder, int columns) {
    this.oracle = oracle;
    this.target = target;
    this.folder = folder;
    this.columns = columns;
  }

  /**
   * Returns a printer for lines of that width, in which bytes and the mark below them stay aligned.
   *
   * @param narrower columns of a terminal
   */
  public FailureText within(int narrower) {
    return new FailureText(oracle, target, folder, narrower);
  }

  /**
   * Returns the command that plays it again.
   *
   * @param file a failure file
   * @param target as the user wrote it
   */
  public static String replay(String file, String target) {
    // Nothing but its own build can start such a server; what listens elsewhere has an address.
    String server = target.startsWith(IN_PROCESS) ? "HOST:PORT" : target;
    return ("./echospec replay " + ShellWords.quoted(file) + " " + server).strip();
  }

  /**
   * Returns one line: the verdict first, then the case and how much was tried.
   *
   * @param result of any case
   */
  public static String headline(CaseResult result) {
    String much = result.failure().map(FailureText::howSure).orElseGet(() -> howMuch(result));
    return headline(result, result.fault() > 0 ? fault(result.fault()) + ", " + much : much);
  }

  /**
   * Returns one line for a case of whose fault the whole text stands elsewhere: the verdict first,
   * then the case, the number of the fault and where to see it.
   *
   * @param result of a case that fails
   * @param see the case that the text of the fault stands at
   */
  public static String reference(CaseResult result, CaseInfo see) {
    return headline(result, fault(result.fault()) + ", see " + ScriptText.harmless(see.id()));
  }

  /**
   * Returns how many cases fail of a fault, in words: the case that shows it, and how many others.
   */
  public static String failing(Fault fault) {
    int others = fault.cases().size() - 1;
    String id = ScriptText.harmless(fault.shownBy().info().id());
    return others == 0 ? id : id + " and " + count(others, "other case", "other cases");
  }

  /** Returns the name of a fault, such as "fault 1". */
  public static String fault(int number) {
    return "fault " + number;
  }

  private static String headline(CaseResult result, String what) {
    return String.format(
            "%-4s  %-28s %-6s %s",
            result.isExpected() ? "KNOWN" : result.verdict(),
            ScriptText.harmless(result.info().id()),
            result.info().level(),
            what)
        .stripTrailing();
  }

  private static String howMuch(CaseResult result) {
    String much =
        result.tries() == 0
            ? ""
            : count(result.tries(), "try", "tries") + ", " + Seconds.of(result.took());
    String reason = result.reason().map(ScriptText::harmless).orElse("");
    return much + (much.isEmpty() || reason.isEmpty() ? "" : ": ") + reason;
  }

  private static String howSure(Failure failure) {
    StringBuilder text = new StringBuilder();
    if (failure.foundAfter() > 0) {
      text.append("found after ").append(count(failure.foundAfter(), "try", "tries")).append(", ");
    }
    long bytes = failure.sight().script().bytes();
    if (failure.bytesAtFirst() > bytes) {
      text.append("shrunk from ").append(count(failure.bytesAtFirst(), "byte", "bytes"));
      text.append(" to ").append(bytes);
    } else {
      text.append(count(bytes, "byte", "bytes"));
    }
    if (failure.replays() > 0) {
      text.append(", ").append(failure.replaysFailed()).append(" of ");
      text.append(count(failure.replays(), "replay fails", "replays fail"));
    }
    return text.toString();
  }

  /** Returns a number and its noun, such as "1 byte" or "2 bytes". */
  public static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  /**
   * Returns the whole failure; of a case without one, its headline and what is known.
   *
   * @param result of a case
   */
  public List<String> lines(CaseResult result) {
    List<String> lines = linesButHowToSeeItAgain(result);
    if (result.failure().isPresent()) {
      again(result).ifPresent(again -> lines.add(AGAIN + again));
    }
    return lines;
  }

  /**
   * Returns the whole text of the fault that a case fails of: that of the case itself or, if
   * another one shows the fault in fewer steps, a line that names it and the text of that case.
   *
   * @param result of a case
   * @param fault that it fails of; empty if it does not fail
   */
  public List<String> lines(CaseResult result, Optional<Fault> fault) {
    if (fault.isEmpty() || fault.get().isShownBy(result)) {
      return lines(result);
    }
    CaseResult shownBy = fault.get().shownBy();
    List<String> lines = new ArrayList<>();
    lines.add(reference(result, shownBy.info()));
    lines.add(INDENT + ScriptText.harmless(result.info().rule().rule()));
    result.reason().ifPresent(reason -> lines.add(INDENT + ScriptText.harmless(reason)));
    lines.add(INDENT + sentence(result.failure().orElseThrow()));
    result.known().ifPresent(known -> lines.add(INDENT + ScriptText.harmless(known.inWords())));
    lines.add("");
    lines.addAll(lines(shownBy));
    return lines;
  }

  /** All lines but the last, which is a command. */
  public List<String> linesButHowToSeeItAgain(CaseResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(result));
    lines.add(INDENT + ScriptText.harmless(result.info().rule().rule()));
    if (result.failure().isPresent()) {
      result.reason().ifPresent(reason -> lines.add(INDENT + ScriptText.harmless(reason)));
      if (result.info().rule().fromStart()) {
        lines.add(INDENT + fromStart(result.failure().get()));
      }
      lines.add("");
      lines.addAll(lines(result.failure().get()));
      result.known().ifPresent(known -> lines.add(INDENT + ScriptText.harmless(known.inWords())));
    }
    return lines;
  }

  /** Which conversation it was, and what has to be done before it is played again. */
  private static String fromStart(Failure failure) {
    int connection = failure.sight().violations().get(0).connection();
    long number =
        1
            + failure.sight().script().steps().stream()
                .takeWhile(step -> !step.equals(new Step.Connect(connection)))
                .filter(Step.Connect.class::isInstance)
                .count();
    return "In conversation "
        + number
        + " after the start of the server, which is started for it where the kit can do that.";
  }

  /**
   * Returns the conversation, what was expected and what came, what else shows the fault, its
   * cause, and how the server ended.
   *
   * @param failure what was played and seen
   */
  public List<String> lines(Failure failure) {
    List<String> lines = new ArrayList<>();
    conversation(failure).forEach(line -> lines.add(INDENT + line));
    lines.addAll(extent(failure));
    failure.diagnosis().ifPresent(diagnosis -> diagnosis(diagnosis, lines));
    failure.death().ifPresent(death -> death(death, lines));
    return lines;
  }

  /**
   * Returns what else shows the fault and what does not, a line for each dimension that was varied;
   * no lines if none was.
   */
  public static List<String> extent(Failure failure) {
    List<String> lines = new ArrayList<>();
    for (String measured : failure.extent()) {
      lines.add(
          (lines.isEmpty() ? EXTENT : " ".repeat(EXTENT.length())) + ScriptText.harmless(measured));
    }
    return lines;
  }

  /**
   * Returns the conversation, what was expected and what came, without indentation.
   *
   * @param failure what was played and seen
   */
  public List<String> conversation(Failure failure) {
    if (failure.client().isPresent()) {
      return ClientText.lines(failure.client().get(), oracle);
    }
    List<String> lines = new ArrayList<>();
    Script script = failure.sight().script();
    lines.addAll(steps(failure));
    List<Violation> violations = failure.sight().violations();
    for (Violation violation :
        violations.subList(0, Math.min(MOST_VIOLATIONS, violations.size()))) {
      String on = ScriptText.prefix(script, violation.connection());
      for (String line :
          new Difference(oracle, failure, violation, columns - INDENT.length() - on.length())
              .lines()) {
        lines.add(on + line);
      }
      lines.add(on + sentence(violation.message()));
    }
    if (violations.size() > MOST_VIOLATIONS) {
      lines.add(
          "and so on: "
              + count(violations.size() - MOST_VIOLATIONS, "connection", "connections")
              + " more");
    }
    return lines;
  }

  /**
   * What was owed and what came, each on one line, around the first difference.
   *
   * @param expected empty if the failure is not about bytes
   * @param actual the bytes, or else what broke the rule
   */
  public record Contrast(Optional<String> expected, String actual) {}

  /** Returns what was owed and what came, for a view of both side by side. */
  public Contrast contrast(Failure failure) {
    if (failure.client().isPresent()) {
      return new Contrast(Optional.empty(), message(failure));
    }
    Violation first = failure.sight().violations().get(0);
    return new Difference(oracle, failure, first, columns - INDENT.length())
        .contrast()
        .orElseGet(() -> new Contrast(Optional.empty(), message(failure)));
  }

  /** Returns what broke the rule, on one line that is safe to print. */
  public static String message(Failure failure) {
    return bounded(failure.sight().violations().get(0).message());
  }

  /** Returns the same as a sentence: with a capital letter and a full stop. */
  public static String sentence(Failure failure) {
    return sentence(failure.sight().violations().get(0).message());
  }

  /** The command that plays the failure of a case again, if there is a file of it. */
  public Optional<String> again(CaseResult result) {
    return folder.map(
        path -> {
          String file = path.resolve(FailureFile.name(result.info().id())).toString();
          return ScriptText.harmless(replay(file, target));
        });
  }

  /** A line for each step; of a long script only the first and the last ones. */
  public static List<String> steps(Failure failure) {
    return shortened(
        failure
            .client()
            .map(run -> ServerScriptText.lines(run.script()))
            .orElseGet(() -> ScriptText.lines(failure.sight().script())));
  }

  /** Returns the steps of a script, only the first and the last ones of a long one. */
  static List<String> shortened(List<String> steps) {
    int leftOut = steps.size() - FIRST_STEPS - LAST_STEPS;
    if (leftOut <= 1) {
      return steps;
    }
    List<String> lines = new ArrayList<>(steps.subList(0, FIRST_STEPS));
    lines.add("... " + leftOut + " more steps ...");
    lines.addAll(steps.subList(steps.size() - LAST_STEPS, steps.size()));
    return lines;
  }

  private static void diagnosis(Diagnosis diagnosis, List<String> lines) {
    lines.add(INDENT + diagnosis.line());
    lines.add(INDENT + "To fix it: " + diagnosis.cause().fix());
  }

  private static void death(Failure.Death death, List<String> lines) {
    lines.add(INDENT + "The server " + bounded(death.how()) + ".");
    List<String> words = death.lastWords().lines().filter(line -> !line.isBlank()).toList();
    for (String line : words.subList(Math.max(0, words.size() - LAST_WORDS), words.size())) {
      lines.add(INDENT + "stderr: " + bounded(line));
    }
  }

  static String sentence(String message) {
    String text = bounded(message);
    return text.isEmpty()
        ? text
        : Character.toUpperCase(text.charAt(0))
            + text.substring(1)
            + (text.endsWith(".") ? "" : ".");
  }

  /** Returns text of a server, escaped and cut to one printable line. */
  public static String bounded(String text) {
    String line = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "..." : text;
    return ScriptText.harmless(line);
  }
}
