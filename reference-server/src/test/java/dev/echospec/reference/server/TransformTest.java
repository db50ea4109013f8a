package dev.echospec.reference.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TransformTest {

  @Test
  void upperChangesTheAsciiLettersAndNothingElse() {
    for (int i = 0; i < 256; i++) {
      int expected = i >= 0x61 && i <= 0x7a ? i - 0x20 : i;
      assertThat(Transform.UPPER.apply((byte) i)).as("byte %02x", i).isEqualTo((byte) expected);
    }
  }

  @Test
  void identityChangesNothing() {
    for (int i = 0; i < 256; i++) {
      assertThat(Transform.IDENTITY.apply((byte) i)).isEqualTo((byte) i);
    }
  }

  @Test
  void aRangeIsChangedInPlaceAndItsSurroundingsAreNot() {
    byte[] bytes = "abcdef".getBytes(UTF_8);
    Transform.UPPER.apply(bytes, 2, 4);
    assertThat(new String(bytes, UTF_8)).isEqualTo("abCDef");
    Transform.IDENTITY.apply(bytes, 0, 6);
    assertThat(new String(bytes, UTF_8)).isEqualTo("abCDef");
    Transform.UPPER.apply(bytes, 3, 3);
    assertThat(new String(bytes, UTF_8)).isEqualTo("abCDef");
  }

  @Test
  void theLocaleHasNoSay() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      assertThat(Transform.UPPER.apply((byte) 'i')).isEqualTo((byte) 'I');
    } finally {
      Locale.setDefault(before);
    }
  }
}
