package dev.echospec.report;

import dev.echospec.option.CasePage;
import dev.echospec.report.ComparisonPage.Line;
import dev.echospec.report.ComparisonPage.Sentence;
import dev.echospec.report.ComparisonPage.Sign;
import dev.echospec.report.ComparisonPage.Stand;
import dev.echospec.result.CaseResult;
import dev.echospec.result.ConversationPicture;
import dev.echospec.result.Excerpt;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.FailureText;
import dev.echospec.result.Fault;
import dev.echospec.result.KnownFailureMatch;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts a run into the words of its page, and bounds how long they are. */
final class RunPageMaker {
  /** Of what servers said of one fault, in UTF-16 units: its conversation, its log, a sentence. */
  private static final int CONVERSATION = 8000;

  private static final int LOG = 4000;
  private static final int SENTENCE = 600;
  private static final int COMMAND = 2000;
  private static final int NAME = 80;

  /** Of a list of sentences, such as the notes of a run. */
  private static final int MOST_SENTENCES = 50;

  private final RunResult result;
  private final boolean complete;
  private final FailureText failures;
  private final CasePage pages;

  RunPageMaker(RunResult result, boolean complete, FailureText failures, CasePage pages) {
    this.result = result;
    this.complete = complete;
    this.failures = failures;
    this.pages = pages;
  }

  RunPage page() {
    Outcome outcome = Outcome.of(result);
    return new RunPage(
        Excerpt.of(result.target(), SENTENCE),
        stand(outcome),
        Excerpt.of(outcome.about().replaceFirst("^[:,] ", "").strip(), 2 * SENTENCE),
        remarks(),
        complete,
        facts(),
        counts(),
        notes(),
        result.faults().stream().map(this::fault).toList(),
        sections());
  }

  private Stand stand(Outcome outcome) {
    String mark =
        switch (result.conformance()) {
          case CONFORMS ->
              result.count(Verdict.WARN) > result.countExpected(Verdict.WARN)
                  ? "conforms-with-warnings"
                  : "conforms";
          case KNOWN_FAILURES -> "fails-as-expected";
          case NOT_AS_EXPECTED -> "not-as-expected";
          case DOES_NOT_CONFORM -> "does-not-conform";
          case UNDECIDED, NOTHING_TO_JUDGE, ERROR -> "not-judged";
        };
    return new Stand(outcome.verdict(), "stand-" + mark);
  }

  private List<String> remarks() {
    return List.of(
        FailureText.count(result.cases().size(), "case", "cases"),
        "seed " + result.seed(),
        Seconds.of(result.took()),
        result.started().truncatedTo(ChronoUnit.SECONDS).toString(),
        "echospec " + Excerpt.of(result.version(), NAME));
  }

  private List<Sentence> facts() {
    return result.facts().map(RunPageMaker::facts).orElse(List.of());
  }

  private static List<Sentence> facts(RunResult.Facts facts) {
    return List.of(
        new Sentence("Answers", Excerpt.of(facts.answers(), SENTENCE)),
        new Sentence("Connections", facts.sequential() ? "one at a time" : "many at once"),
        new Sentence(
            "Round trip", String.format(Locale.ROOT, "%.2f ms", facts.roundTrip().toNanos() / 1e6)),
        new Sentence("Patience", Seconds.of(facts.patience())),
        new Sentence("Ends within", Seconds.of(facts.bound())));
  }

  private static Sign sign(CaseResult one) {
    return one.isExpected() ? Sign.KNOWN : Sign.valueOf(one.verdict().name());
  }

  private List<RunPage.Count> counts() {
    List<RunPage.Count> counts = new ArrayList<>();
    for (Sign sign : Sign.values()) {
      long number = result.cases().stream().filter(one -> sign(one) == sign).count();
      if (number > 0) {
        counts.add(new RunPage.Count(number, sign));
      }
    }
    return counts;
  }

  private List<Sentence> notes() {
    List<Sentence> notes = new ArrayList<>();
    result.error().ifPresent(error -> notes.add(sentence("Error", error)));
    result.surprises().forEach(one -> notes.add(sentence("Surprise", one.inWords())));
    result.notes().forEach(note -> notes.add(sentence("Note", note + ".")));
    return notes.subList(0, Math.min(MOST_SENTENCES, notes.size()));
  }

  private static Sentence sentence(String what, String text) {
    return new Sentence(what, Excerpt.of(text, SENTENCE));
  }

  private RunPage.Fault fault(Fault fault) {
    CaseResult shown = fault.shownBy();
    Failure failure = fault.failure();
    String message = Excerpt.of(FailureText.message(failure), SENTENCE);
    return new RunPage.Fault(
        fault.number(),
        sign(shown),
        message,
        new Sentence(shown.info().level().name(), shown.info().rule().rule()),
        fault.cases().stream().map(one -> new RunPage.Named(id(one), sign(one))).toList(),
        failure.extent().stream()
            .limit(MOST_SENTENCES)
            .map(extent -> Excerpt.of(extent, SENTENCE) + ".")
            .toList(),
        sentences(shown, failure),
        confirmed(shown, failure),
        DrawnConversation.of(
            ConversationPicture.of(result.profile().oracle(), failure),
            "Conversation of fault " + fault.number() + ": " + message),
        Excerpt.ends(failures.conversation(failure), CONVERSATION).stream().map(Line::of).toList(),
        Excerpt.tail(failure.death().map(Failure.Death::lastWords).orElse(""), LOG),
        // A command that is cut could do something else.
        failures.again(shown).filter(command -> command.length() <= COMMAND).orElse(""),
        FailureFile.name(shown.info().id()),
        new RunPage.About("./echospec explain " + id(shown), pages.link(shown.info())));
  }

  private static String id(CaseResult one) {
    return Excerpt.of(one.info().id(), NAME);
  }

  private static List<Sentence> sentences(CaseResult shown, Failure failure) {
    List<Sentence> sentences = new ArrayList<>();
    shown.reason().ifPresent(reason -> sentences.add(sentence("Reason", reason)));
    failure
        .diagnosis()
        .ifPresent(
            diagnosis -> {
              sentences.add(sentence(diagnosis.confidence().words(), diagnosis.sentence()));
              sentences.add(sentence("To fix it", diagnosis.cause().fix()));
            });
    failure.death().ifPresent(death -> sentences.add(sentence("The server", death.how())));
    shown
        .known()
        .map(KnownFailureMatch::inWords)
        .ifPresent(s -> sentences.add(sentence("Known", s)));
    return sentences;
  }

  private static String confirmed(CaseResult shown, Failure failure) {
    List<String> parts = new ArrayList<>();
    parts.add("Shown by " + id(shown));
    if (failure.foundAfter() > 0) {
      parts.add("found after " + FailureText.count(failure.foundAfter(), "try", "tries"));
    }
    long bytes = failure.sight().script().bytes();
    if (failure.bytesAtFirst() > bytes) {
      parts.add("shrunk from " + failure.bytesAtFirst() + " to " + bytes + " bytes");
    }
    if (failure.replays() > 0) {
      parts.add(
          failure.replaysFailed()
              + " of "
              + FailureText.count(failure.replays(), "replay fails", "replays fail"));
    }
    return String.join("; ", parts) + ".";
  }

  private List<RunPage.Section> sections() {
    Map<String, List<RunPage.Row>> sections = new LinkedHashMap<>();
    for (CaseResult one : result.cases()) {
      String section = one.info().id().replaceFirst("/.*", "");
      sections.computeIfAbsent(section, name -> new ArrayList<>()).add(row(one));
    }
    return sections.entrySet().stream()
        .map(section -> new RunPage.Section(section.getKey(), section.getValue()))
        .toList();
  }

  private RunPage.Row row(CaseResult one) {
    boolean hasFault = one.fault() > 0 && one.failure().isPresent();
    List<String> remarks = new ArrayList<>();
    if (!hasFault) {
      one.failure().map(FailureText::message).ifPresent(m -> remarks.add(Excerpt.of(m, SENTENCE)));
      one.reason().ifPresent(reason -> remarks.add(Excerpt.of(reason, SENTENCE)));
    }
    if (!one.avoids().isEmpty()) {
      remarks.add("Kept clear of " + Excerpt.of(String.join(", ", one.avoids()), SENTENCE) + ".");
    }
    return new RunPage.Row(
        id(one),
        one.info().level().name(),
        Excerpt.of(one.info().rule().rule(), SENTENCE),
        sign(one),
        one.tries(),
        Seconds.of(one.took()),
        hasFault ? Optional.of(one.fault()) : Optional.empty(),
        pages.link(one.info()),
        remarks);
  }
}
