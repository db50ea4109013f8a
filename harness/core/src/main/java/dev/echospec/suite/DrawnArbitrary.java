package dev.echospec.suite;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/**
 * Values for jqwik, drawn by a plain function, which is much cheaper than combined arbitraries of
 * bytes. jqwik does not shrink them; the engine does.
 *
 * @param <T> the scripts of a case
 */
abstract class DrawnArbitrary<T> implements Arbitrary<T> {
  private final Draw<T> draw;
  private int index;

  DrawnArbitrary(Draw<T> draw) {
    this.draw = draw;
  }

  /**
   * Makes the scripts of a case.
   *
   * @param <T> their type
   */
  @FunctionalInterface
  interface Draw<T> {
    /**
     * Returns the script of a try.
     *
     * @param index number of the try, from 0: a case may begin with a list of its own
     * @param random where choices come from
     */
    T draw(int index, SplittableRandom random);
  }

  @Override
  public RandomGenerator<T> generator(int genSize) {
    // jqwik may ask for a generator before every try, so the arbitrary counts the tries.
    return random ->
        Shrinkable.unshrinkable(draw.draw(index++, new SplittableRandom(random.nextLong())));
  }

  /** False, because it counts its scripts: each property needs its own. */
  @Override
  public boolean isGeneratorMemoizable() {
    return false;
  }

  @Override
  public EdgeCases<T> edgeCases(int maxEdgeCases) {
    return EdgeCases.none();
  }
}
