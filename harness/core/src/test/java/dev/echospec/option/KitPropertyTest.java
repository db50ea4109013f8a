package dev.echospec.option;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No property of the kit is ignored. */
class KitPropertyTest {
  @ParameterizedTest
  @CsvSource({
    "echospec.taget, echospec.target",
    "echospec.Target, echospec.target",
    "echospec.cases, echospec.case",
    "echospec.try, echospec.tries",
    "echospec.container.port, echospec.container-port",
    "echospec.matrix.falt, echospec.matrix.fault",
    "echospec.env, echospec.env.",
    "echospec.profil, echospec.profile"
  })
  void aPropertyThatDoesNotExistIsToldWithTheNearestThatDoes(String name, String nearest) {
    assertThatThrownBy(() -> KitProperty.check(List.of("user.name", name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no property " + name + ": did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @EnumSource
  void everyPropertyOfTheListExists(KitProperty property) {
    String name = property.key() + (property == KitProperty.ENV ? "HOME" : "");

    assertThatCode(() -> KitProperty.check(List.of(name, "echospecial", "my.echospec.target")))
        .doesNotThrowAnyException();
  }

  @Test
  void theCommandLineRefusesWhatIsForBuilds() {
    assertThatThrownBy(
            () -> KitProperty.checkCommandLine(List.of("echospec.columns", "echospec.target")))
        .hasMessage(
            "the property echospec.target is for builds: the command line has options instead");
    assertThatThrownBy(() -> KitProperty.checkCommandLine(List.of("echospec.colums")))
        .hasMessage("there is no property echospec.colums: did you mean echospec.columns?");
    assertThatCode(() -> KitProperty.checkCommandLine(List.of("echospec.columns", "user.dir")))
        .doesNotThrowAnyException();
  }

  @Test
  void aReaderOfOnePropertyNoticesAnyThatDoesNotExist() {
    System.setProperty("echospec.regenrate", "true");
    try {
      assertThatThrownBy(KitProperty.REGENERATE::isTrue).hasMessageContaining("echospec.regenrate");
    } finally {
      System.clearProperty("echospec.regenrate");
    }
  }
}
