package dev.echospec.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Property(tries = 200)
  void dearCasesGetFewerTriesListedOnesEnough(@ForAll @IntRange(min = 1) int tries) {
    for (CaseInfo info : Catalogue.cases()) {
      int planned = settings(Catalogue.cases(), tries, 1).tries(info);

      assertThat(planned)
          .isPositive()
          .isGreaterThanOrEqualTo(info.rule().listed())
          .isLessThanOrEqualTo(Math.max(tries, info.rule().listed()));
      if (planned > Math.max(1, info.rule().listed())) {
        assertThat(planned).isEqualTo(tries / info.rule().cost());
      }
    }
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
