package dev.echospec.engine;

import dev.echospec.client.script.ServerScript;
import dev.echospec.generalise.ContentLimitation;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Keeps the scripts of one case clear of what the server or client is known not to take. */
final class Avoidance {
  private List<ContentLimitation> limitations;
  private final Set<String> avoided = new LinkedHashSet<>();
  private boolean off;

  /** Avoids what is known when the case begins. */
  Avoidance(List<ContentLimitation> limitations) {
    this.limitations = List.copyOf(limitations);
  }

  /** Returns the nearest script that keeps clear of every limitation. */
  Script fit(Script script) {
    return fit(script, ContentLimitation::fit);
  }

  /** Returns the nearest message that keeps clear of every limitation. */
  Payload fit(Payload message) {
    Step.Send sent = new Step.Send(0, message);
    return ((Step.Send) fit(Script.of(new Step.Connect(0), sent)).steps().get(1)).payload();
  }

  /** Returns the nearest script of the kit's server that keeps clear of every limitation. */
  ServerScript fit(ServerScript script) {
    return fit(script, ContentLimitation::fit);
  }

  /** Returns true if a script of the kit's server keeps clear of every limitation. */
  boolean isClear(ServerScript script) {
    return off || limitations.stream().allMatch(one -> one.fit(script) == script);
  }

  private <S> S fit(S script, BiFunction<ContentLimitation, S, S> nearest) {
    S fitted = script;
    for (ContentLimitation limitation : off ? List.<ContentLimitation>of() : limitations) {
      S clear = nearest.apply(limitation, fitted);
      if (clear != fitted) {
        avoided.add(limitation.words());
      }
      fitted = clear;
    }
    return fitted;
  }

  /** Begins anew with what is known by now. */
  void beginAnew(List<ContentLimitation> knownByNow) {
    limitations = List.copyOf(knownByNow);
    avoided.clear();
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
