package dev.echospec.engine;

import dev.echospec.generalise.ContentLimitation;
import dev.echospec.script.Script;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps the scripts of one case clear of what the server is known not to take. */
final class Avoidance {
  private final List<ContentLimitation> limitations;
  private final Set<String> avoided = new LinkedHashSet<>();
  private boolean off;

  /** Avoids what is known when the case begins. */
  Avoidance(List<ContentLimitation> limitations) {
    this.limitations = List.copyOf(limitations);
  }

  /** Returns the nearest script that keeps clear of every limitation. */
  Script fit(Script script) {
    Script fitted = script;
    for (ContentLimitation limitation : off ? List.<ContentLimitation>of() : limitations) {
      Script clear = limitation.fit(fitted);
      if (clear != fitted) {
        avoided.add(limitation.words());
      }
      fitted = clear;
    }
    return fitted;
  }

  /** Lets all further scripts pass as they are: the case could not be judged without. */
  void end() {
    off = true;
    avoided.clear();
  }

  /** True if a script had to be changed. */
  boolean hasChanged() {
    return !avoided.isEmpty();
  }

  /** Returns what the scripts kept clear of, in words. */
  List<String> avoided() {
    return List.copyOf(avoided);
  }
}
