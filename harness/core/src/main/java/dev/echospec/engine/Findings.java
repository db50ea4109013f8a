package dev.echospec.engine;

import dev.echospec.suite.Figure;
import java.util.List;
import java.util.Optional;

/** What a case says of itself while it runs, beside the failures that are found in it. */
final class Findings {
  private String skipReason;
  private String recorded;
  private List<Figure> figures = List.of();
  private String open;

  /** The case can show nothing here. */
  void skip(String reason) {
    skipReason = reason;
  }

  void record(String sentence, List<Figure> what) {
    recorded = sentence;
    figures = List.copyOf(what);
  }

  /** The case comes to no result. */
  void leaveOpen(String reason) {
    open = reason;
  }

  Optional<String> skipReason() {
    return Optional.ofNullable(skipReason);
  }

  /** What the case has observed, in a sentence. */
  Optional<String> recorded() {
    return Optional.ofNullable(recorded);
  }

  /** The same for programs. */
  List<Figure> figures() {
    return figures;
  }

  /** Why the case has not come to a result, if so. */
  Optional<String> leftOpen() {
    return Optional.ofNullable(open);
  }
}
