package dev.echospec.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
  @ParameterizedTest
  @EnumSource
  void isFoundByItsId(Profile profile) {
    assertThat(Profile.find(profile.id())).contains(profile);
    assertThat(Profile.ids()).contains(profile.id());
  }

  @Test
  void theFormerNameOfSequentialIsTakenAndNotWritten() {
    assertThat(Profile.find("seed")).contains(Profile.SEQUENTIAL);
    assertThat(Profile.SEQUENTIAL.id()).isEqualTo("sequential");
    assertThat(Profile.ids()).isEqualTo("sequential, concurrent, rfc862");
  }

  @Test
  void noOtherNameIsFound() {
    assertThat(Profile.find("SEED")).isEmpty();
    assertThat(Profile.find("")).isEmpty();
  }
}
