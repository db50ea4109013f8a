package dev.echospec.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CasePageTest {
  private static final CaseInfo INFO = Catalogue.find("stream/split-character").orElseThrow();

  @Test
  void isOnTheSiteThatIsNamed() {
    assertThat(new CasePage(Optional.of("https://example.org/kit/")).about(INFO))
        .isEqualTo("https://example.org/kit/cases/stream/split-character.html");
    assertThat(new CasePage(Optional.of("../site")).link(INFO))
        .contains("../site/cases/stream/split-character.html");
  }

  @Test
  void withoutASiteThereIsTheCommand() {
    assertThat(CasePage.ofSystem().link(INFO)).isEmpty();
    assertThat(CasePage.ofSystem().about(INFO))
        .isEqualTo("./echospec explain stream/split-character");
  }
}
