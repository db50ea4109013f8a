package dev.echospec.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Durations in the files of a report. */
class SecondsPropertiesTest {
  @Property
  void aDurationReadFromAFileIsWrittenAsItWas(
      @ForAll @LongRange(max = 3_600_000_000L) long micros) {
    Duration duration = Duration.ofNanos(micros * 1000);

    assertThat(Seconds.ofMillis(Seconds.millis(duration))).isEqualTo(duration);
  }

  /** A merged report once had 16.39 here. */
  @Example
  void isRounded() {
    assertThat(Seconds.ofMillis(16.391)).isEqualTo(Duration.ofNanos(16_391_000));
  }

  @Example
  void isNeverNegativeAndNeverTooLong() {
    assertThat(Seconds.ofMillis(-1)).isZero();
    assertThat(Seconds.ofMillis(1e300).toNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
