package dev.echospec.suite;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.shrink.ScriptShrinker;
import dev.echospec.script.shrink.Simplicity;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * Scripts for jqwik: drawn by a plain function, shrunk as scripts. Much cheaper a try than putting
 * them together from arbitraries of bytes.
 */
final class ScriptArbitrary implements Arbitrary<Script> {
  /** jqwik goes on asking when no time is left to play, and to make scripts takes time, too. */
  private static final long LONGEST_SHRINKING = TimeUnit.SECONDS.toNanos(10);

  /** So small a part of the memory is enough for the bytes of what jqwik keeps. */
  private static final long MOST_KEPT = Runtime.getRuntime().maxMemory() / 8;

  private final Draw draw;
  private final long mostKept;
  private long kept;
  private int index;
  private long shrinkingSince;

  /**
   * @param draw how a script is made
   */
  ScriptArbitrary(Draw draw) {
    this(draw, MOST_KEPT);
  }

  /**
   * @param draw how a script is made
   * @param mostKept shrinking ends when about so many bytes have been proposed
   */
  ScriptArbitrary(Draw draw, long mostKept) {
    this.draw = draw;
    this.mostKept = mostKept;
  }

  /** Makes the scripts of a case. */
  @FunctionalInterface
  interface Draw {
    /**
     * @param index number of the try, from 0: a case may begin with a list of its own
     * @param random where choices come from
     * @return the script to play
     */
    Script draw(int index, SplittableRandom random);
  }

  @Override
  public RandomGenerator<Script> generator(int genSize) {
    // jqwik may ask for a generator before every try: it is the arbitrary that counts.
    return random ->
        new ShrinkableScript(draw.draw(index++, new SplittableRandom(random.nextLong())), this);
  }

  /** It counts its scripts, so each property needs its own. */
  @Override
  public boolean isGeneratorMemoizable() {
    return false;
  }

  @Override
  public EdgeCases<Script> edgeCases(int maxEdgeCases) {
    return EdgeCases.none();
  }

  private boolean mayShrink() {
    if (shrinkingSince == 0) {
      shrinkingSince = System.nanoTime();
    }
    return System.nanoTime() - shrinkingSince < LONGEST_SHRINKING && kept < mostKept;
  }

  /** Payloads that are those of the script that it was made of take no memory of their own. */
  private ShrinkableScript proposed(Script simpler, Set<Payload> shared) {
    for (Step step : simpler.steps()) {
      if (step instanceof Step.Send send && !shared.contains(send.payload())) {
        kept += send.payload().period().length;
      }
    }
    return new ShrinkableScript(simpler, this);
  }

  private static Set<Payload> payloads(Script script) {
    Set<Payload> payloads = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send) {
        payloads.add(send.payload());
      }
    }
    return payloads;
  }

  private record ShrinkableScript(Script value, ScriptArbitrary drawn)
      implements Shrinkable<Script> {
    /** jqwik keeps all that were tried: of scripts with very many steps there must be fewer. */
    private static final long STEPS_PROPOSED = 4_000_000;

    private static final long LEAST_PROPOSALS = 300;

    @Override
    public Stream<Shrinkable<Script>> shrink() {
      long most = Math.max(LEAST_PROPOSALS, STEPS_PROPOSED / value.steps().size());
      Set<Payload> payloads = payloads(value);
      return ScriptShrinker.simpler(value)
          .limit(most)
          .takeWhile(simpler -> drawn.mayShrink())
          .map(simpler -> drawn.proposed(simpler, payloads));
    }

    @Override
    public ShrinkingDistance distance() {
      Simplicity simplicity = Simplicity.of(value);
      return ShrinkingDistance.of(
          simplicity.connections(), simplicity.steps(), simplicity.bytes(), simplicity.oddity());
    }
  }
}
