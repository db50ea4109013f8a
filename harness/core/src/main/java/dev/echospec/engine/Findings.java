package dev.echospec.engine;

import dev.echospec.suite.Figure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the method of a case reports beside failures, and the number of its tries. */
final class Findings {
  private int tries;
  private @Nullable String skipReason;
  private @Nullable String recorded;
  private List<Figure> figures = List.of();
  private @Nullable String open;

  int tries() {
    return tries;
  }

  void countTry() {
    tries++;
  }

  /** Does part of a try, whose scripts are no tries of their own. */
  void uncounted(Runnable work) {
    int before = tries;
    work.run();
    tries = before;
  }

  /** The case cannot be judged here. */
  void skip(String reason) {
    skipReason = reason;
  }

  void record(String sentence, List<Figure> what) {
    recorded = sentence;
    figures = List.copyOf(what);
  }

  /** The case remains undecided. */
  void leaveOpen(String reason) {
    open = reason;
  }

  Optional<String> skipReason() {
    return Optional.ofNullable(skipReason);
  }

  /** Returns what the case has observed, in a sentence. */
  Optional<String> recorded() {
    return Optional.ofNullable(recorded);
  }

  /** Returns the same for programs. */
  List<Figure> figures() {
    return figures;
  }

  /** Returns why the case remains undecided, if so. */
  Optional<String> leftOpen() {
    return Optional.ofNullable(open);
  }
}
