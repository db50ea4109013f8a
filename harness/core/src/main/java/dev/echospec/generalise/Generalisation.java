package dev.echospec.generalise;

import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Varies a shrunk script in one dimension after the other. */
public final class Generalisation implements Trial {
  private final Trial trial;
  private final Map<Script, Outcome> known = new HashMap<>();
  private boolean claims;

  private Generalisation(Trial trial) {
    this.trial = trial;
  }

  /**
   * Measures which variants of a script fail as well.
   *
   * @param script that fails, shrunk
   * @param connection that shows the failure
   * @param trial plays variants; once it answers {@link Outcome#UNKNOWN} for want of time, it
   *     answers so for ever
   * @return what was measured; nothing if the script itself passes at the end, so that the outcomes
   *     of the variants mean nothing
   */
  public static Extent of(Script script, int connection, Trial trial) {
    Generalisation measured = new Generalisation(trial);
    Extent extent = measured.measure(script, connection);
    boolean hasChanged = measured.claims && trial.of(script) == Outcome.DOES_NOT;
    return hasChanged ? Extent.UNKNOWN : extent;
  }

  private Extent measure(Script script, int connection) {
    List<String> sentences = new ArrayList<>();
    Optional<ContentLimitation> limitation = Optional.empty();
    Optional<Content> content = Content.of(script, connection);
    if (content.isPresent()) {
      ContentDimension dimension = new ContentDimension(content.get(), this);
      sentences.addAll(dimension.measure());
      limitation = dimension.limitation().filter(l -> keepsClear(l, script));
      sentences.addAll(new LengthDimension(content.get(), this).measure());
    } else {
      sentences.addAll(LengthDimension.ofStream(script, connection, this));
    }
    for (ConversationDimension dimension : ConversationDimension.values()) {
      dimension.measure(script, this).ifPresent(sentences::add);
    }
    return new Extent(sentences, limitation);
  }

  private boolean keepsClear(ContentLimitation limitation, Script script) {
    Script fitted = limitation.fit(script);
    return !fitted.equals(script) && of(fitted) == Outcome.DOES_NOT;
  }

  @Override
  public boolean isHurried() {
    return trial.isHurried();
  }

  /** Several dimensions may ask for the same variant. */
  @Override
  public Outcome of(Script variant) {
    Outcome outcome = known.computeIfAbsent(variant, trial::of);
    claims |= outcome != Outcome.UNKNOWN;
    return outcome;
  }
}
