package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.strings().withChars("ab/*?").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings().withChars("ab/").ofMaxLength(8);
  }

  @Property(tries = 2000)
  void matchesAsThePatternThatItStandsFor(@ForAll("globs") String glob, @ForAll("ids") String id) {
    String regex = glob.replace("*", ".*").replace("?", ".");

    assertThat(Glob.matches(glob, id)).isEqualTo(Pattern.matches(regex, id));
  }

  /** A pattern that goes back over every choice takes longer than the universe is old. */
  @Test
  void noPatternTakesLong() {
    String id = "a".repeat(200) + "b";

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          assertThat(Glob.matches("*a".repeat(50) + "*c", id)).isFalse();
          assertThat(Glob.matches("*a".repeat(50) + "*b", id)).isTrue();
          assertThat(Glob.matches("*".repeat(100_000), id)).isTrue();
        });
  }
}
