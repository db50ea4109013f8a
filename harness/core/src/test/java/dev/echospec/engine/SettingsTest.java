package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  /** Cases that are never run. */
  static final class Cases {
    private Cases() {}

    @Case(id = "a/plain", rule = "-", why = "-", fix = "-", source = "-")
    void plain() {}

    @Case(id = "a/dear", rule = "-", why = "-", fix = "-", source = "-", cost = 40)
    void dear() {}

    @Case(id = "a/listed", rule = "-", why = "-", fix = "-", source = "-", listed = 256)
    void listed() {}

    @Case(id = "a/dear-list", rule = "-", why = "-", fix = "-", source = "-", cost = 40, listed = 8)
    void dearList() {}
  }

  @ParameterizedTest
  @CsvSource({
    "plain,    200, 200",
    "plain,      1,   1",
    "dear,     200,   5",
    "dear,     239,   5",
    "dear,      39,   1",
    "listed,   200, 256",
    "listed,     1, 256",
    "listed,   300, 300",
    "dearList, 200,   8",
    "dearList, 400,  10",
  })
  void dearCasesGetFewerTriesAndListsAreGoneThrough(String method, int tries, int planned)
      throws NoSuchMethodException {
    CaseInfo info = info(method);

    assertThat(settings(List.of(info), tries, 1).tries(info)).isEqualTo(planned);
  }

  @ParameterizedTest
  @CsvSource({
    "plain,    200, 1000",
    "dear,     200,   25",
    "listed,    10,  256",
    "plain, 2147483647, 2147483647",
  })
  void aThoroughRunMakesFiveTimesTheTries(String method, int tries, int planned)
      throws NoSuchMethodException {
    CaseInfo info = info(method);
    Settings thorough =
        new Settings(
            Profile.CONCURRENT, List.of(info), tries, 1, Optional.empty(), true, Optional.empty());

    assertThat(thorough.tries(info)).isEqualTo(planned);
  }

  private static CaseInfo info(String method) throws NoSuchMethodException {
    Method declared = Cases.class.getDeclaredMethod(method);
    return new CaseInfo(declared.getAnnotation(Case.class), declared);
  }

  @Property(tries = 200)
  void eachCaseHasASeedOfItsOwnWhicheverOthersRun(@ForAll long seed) {
    Settings all = settings(Catalogue.cases(), 1, seed);

    assertThat(Catalogue.cases().stream().map(all::seed)).doesNotHaveDuplicates();
    for (CaseInfo info : Catalogue.cases()) {
      assertThat(settings(List.of(info), 9, seed).seed(info)).isEqualTo(all.seed(info));
      assertThat(Long.toString(Long.parseLong(all.seed(info)))).isEqualTo(all.seed(info));
    }
  }

  @Test
  void anotherSeedIsAnotherSeedForEveryCase() {
    Settings one = settings(Catalogue.cases(), 1, 1);
    Settings two = settings(Catalogue.cases(), 1, 2);

    assertThat(Catalogue.cases()).noneMatch(info -> one.seed(info).equals(two.seed(info)));
  }

  private static Settings settings(List<CaseInfo> cases, int tries, long seed) {
    return new Settings(Profile.CONCURRENT, cases, tries, seed, Optional.empty());
  }
}
