package dev.echospec.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Characters;
import dev.echospec.script.Script;
import dev.echospec.script.shrink.ScriptShrinker;
import dev.echospec.script.shrink.Simplicity;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorsTest {
  @Property(tries = 300)
  void sizesAreWithinTheirBounds(@ForAll long seed, @ForAll @IntRange(max = 1 << 20) int most) {
    assertThat(Generators.size(new SplittableRandom(seed), most)).isBetween(0, most);
  }

  @Property(tries = 300)
  void piecesAreTheWholeAndNoneIsEmpty(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 100) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 20) int most) {
    List<byte[]> pieces = Generators.pieces(new SplittableRandom(seed), bytes, most);

    assertThat(pieces).hasSizeBetween(1, most).noneMatch(piece -> piece.length == 0);
    assertThat(Generators.concat(pieces.toArray(new byte[0][]))).isEqualTo(bytes);
  }

  @Property(tries = 200)
  void aMaskSaysWhereToCut(
      @ForAll @Size(min = 1, max = 16) byte[] bytes, @ForAll @IntRange(max = 1 << 15) int mask) {
    List<byte[]> pieces = Generators.pieces(bytes, mask);

    assertThat(pieces).hasSize(1 + Integer.bitCount(mask & (1 << (bytes.length - 1)) - 1));
    assertThat(Generators.concat(pieces.toArray(new byte[0][]))).isEqualTo(bytes);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void textIsText(@ForAll long seed, @ForAll @IntRange(max = 500) int length) {
    byte[] text = Generators.text(new SplittableRandom(seed), length);

    assertThat(text).hasSizeBetween(length, length + 16);
    assertThat(Characters.isText(text)).isTrue();
  }

  static List<CaseInfo> cases() {
    return Catalogue.cases();
  }

  /** The same seed gives the same scripts, and each can be shrunk. */
  @ParameterizedTest
  @MethodSource("cases")
  void whatACaseDrawsDependsOnTheSeedAlone(CaseInfo info) throws Exception {
    for (var parameter : info.method().getParameters()) {
      var forAll = parameter.getAnnotation(net.jqwik.api.ForAll.class);
      if (forAll != null) {
        List<Script> once = drawn(info, forAll.value());
        assertThat(drawn(info, forAll.value())).isEqualTo(once);
        assertThat(once.stream().mapToInt(Script::connections)).allMatch(count -> count > 0);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Script> drawn(CaseInfo info, String provider) throws Exception {
    var constructor = info.method().getDeclaringClass().getDeclaredConstructor();
    var method = info.method().getDeclaringClass().getDeclaredMethod(provider);
    method.setAccessible(true);
    Arbitrary<Script> arbitrary = (Arbitrary<Script>) method.invoke(constructor.newInstance());
    Random random = new Random(42);
    var generator = arbitrary.generator(1000);
    List<Script> scripts = new java.util.ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Script script = generator.next(random).value();
      scripts.add(script);
      ScriptShrinker.simpler(script)
          .limit(3)
          .forEach(simpler -> assertThat(Simplicity.of(simpler)).isLessThan(Simplicity.of(script)));
    }
    return scripts;
  }
}
