package dev.echospec.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.CaseReference.Section;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaseReferenceTest {
  private static final List<String> IDS = Catalogue.cases().stream().map(CaseInfo::id).toList();

  @ParameterizedTest
  @EnumSource
  void refersToACaseThatExists(CaseReference reference) {
    assertThat(IDS).contains(reference.id());
  }

  @ParameterizedTest
  @EnumSource
  void sectionsHoldCases(Section section) {
    assertThat(IDS).anyMatch(section::contains);
  }
}
