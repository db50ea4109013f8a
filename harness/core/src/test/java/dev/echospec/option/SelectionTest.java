package dev.echospec.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final List<String> ALL = ids(Catalogue.cases());

  @Test
  void everythingUnlessSomethingIsAskedFor() {
    assertThat(select(List.of(), List.of())).isEqualTo(ALL);
    assertThat(select(List.of("*"), List.of())).isEqualTo(ALL);
  }

  @Test
  void aStarStandsForAnythingAndAQuestionMarkForOneCharacter() {
    assertThat(select(List.of("close/*"), List.of()))
        .isEqualTo(those(id -> id.startsWith("close/")));
    assertThat(select(List.of("*-*"), List.of())).isEqualTo(those(id -> id.contains("-")));
    assertThat(select(List.of("cl?se/*"), List.of()))
        .isEqualTo(those(id -> id.startsWith("close/")));
    assertThat(select(List.of("close/empty"), List.of())).containsExactly("close/empty");
  }

  @Test
  void nothingElseIsSpecial() {
    for (String glob :
        List.of("close.empty", "close/(empty)", "[c]lose/*", "close/empt", "lose/*")) {
      assertThatThrownBy(() -> select(List.of(glob), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no case matches '" + glob + "'");
    }
  }

  @Property(tries = 100)
  void theCasesThatMatchAndAreNotExcludedInTheirOrder(
      @ForAll("ids") List<String> include, @ForAll("ids") List<String> exclude) {
    List<String> wanted =
        those(id -> (include.isEmpty() || include.contains(id)) && !exclude.contains(id));
    if (wanted.isEmpty()) {
      assertThatThrownBy(() -> select(include, exclude)).hasMessageContaining("leaves no case");
    } else {
      assertThat(select(include, exclude)).isEqualTo(wanted);
    }
  }

  @Provide
  Arbitrary<List<String>> ids() {
    return Arbitraries.of(ALL).list().uniqueElements().ofMaxSize(ALL.size());
  }

  private static List<String> select(List<String> include, List<String> exclude) {
    return ids(new Selection(include, exclude).cases());
  }

  private static List<String> those(Predicate<String> wanted) {
    return ALL.stream().filter(wanted).toList();
  }

  private static List<String> ids(List<CaseInfo> cases) {
    return cases.stream().map(CaseInfo::id).toList();
  }
}
