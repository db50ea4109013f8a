package dev.echospec.generalise;

import dev.echospec.client.script.ServerScript;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Varies a shrunk script in one dimension after the other.
 *
 * @param <S> the kind of script
 */
public final class Generalisation<S> implements Trial<S> {
  private static final ContentLimitation UNFINISHED_LINES = ContentLimitation.ofUnfinishedLines();

  private final Trial<S> trial;
  private final Map<S, Outcome> known = new HashMap<>();
  private boolean claims;

  private Generalisation(Trial<S> trial) {
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
  public static Extent of(Script script, int connection, Trial<Script> trial) {
    return new Generalisation<>(trial).measured(script, tried -> extent(script, connection, tried));
  }

  /** Measures in the same way which variants of a server's script a client fails at. */
  public static Extent of(ServerScript script, Trial<ServerScript> trial) {
    return new Generalisation<>(trial).measured(script, tried -> extent(script, tried));
  }

  private Extent measured(S script, Function<Trial<S>, Extent> dimensions) {
    Extent extent = dimensions.apply(this);
    boolean hasChanged = claims && trial.of(script) == Outcome.DOES_NOT;
    return hasChanged ? Extent.UNKNOWN : extent;
  }

  private static Extent extent(Script script, int connection, Trial<Script> trial) {
    List<String> sentences = new ArrayList<>();
    Optional<ContentLimitation> limitation = Optional.empty();
    Optional<Content<Script>> content = Content.of(script, connection);
    if (content.isPresent()) {
      limitation =
          bytes(content.get(), trial, sentences)
              .filter(l -> keepsClear(l.fit(script), script, trial))
              .or(() -> lines(content.get(), script, trial));
    } else {
      sentences.addAll(LengthDimension.ofStream(script, connection, trial));
    }
    if (limitation.filter(UNFINISHED_LINES::equals).isPresent()) {
      sentences.add("messages that end with a line end do not");
    }
    for (ConversationDimension dimension : ConversationDimension.values()) {
      dimension.measure(script, trial).ifPresent(sentences::add);
    }
    return new Extent(sentences, limitation);
  }

  /** Lines that are not complete, unless any other byte in place of a line end helps as well. */
  private static Optional<ContentLimitation> lines(
      Content<Script> content, Script script, Trial<Script> trial) {
    return Optional.of(UNFINISHED_LINES)
        .filter(lines -> keepsClear(lines.fit(script), script, trial))
        .filter(lines -> trial.of(content.padded(0, 1)) == Outcome.SHOWS);
  }

  /** What the server does tells most of a client, and each run of one takes a while. */
  private static Extent extent(ServerScript script, Trial<ServerScript> trial) {
    List<String> sentences = new ArrayList<>();
    for (ServerDimension dimension : ServerDimension.values()) {
      dimension.measure(script, trial).ifPresent(sentences::add);
    }
    Optional<ContentLimitation> limitation =
        Content.of(script)
            .flatMap(content -> bytes(content, trial, sentences))
            .filter(l -> keepsClear(l.fit(script), script, trial));
    return new Extent(sentences, limitation);
  }

  private static <S> Optional<ContentLimitation> bytes(
      Content<S> content, Trial<S> trial, List<String> sentences) {
    ContentDimension<S> dimension = new ContentDimension<>(content, trial);
    sentences.addAll(dimension.measure());
    sentences.addAll(new LengthDimension<>(content, trial).measure());
    return dimension.limitation();
  }

  private static <S> boolean keepsClear(S fitted, S script, Trial<S> trial) {
    return !fitted.equals(script) && trial.of(fitted) == Outcome.DOES_NOT;
  }

  @Override
  public boolean isHurried() {
    return trial.isHurried();
  }

  /** Several dimensions may ask for the same variant. */
  @Override
  public Outcome of(S variant) {
    Outcome outcome = known.computeIfAbsent(variant, trial::of);
    claims |= outcome != Outcome.UNKNOWN;
    return outcome;
  }
}
