package dev.echospec.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aPlayThatWasCutShortMeasuresNothing() {
    assertThat(Growth.measure(wire(script -> List.of(MEBIBYTE)), Effort.ORDINARY)).isEmpty();
  }

  @Test
  void memoryThatStaysIsSettled() {
    Optional<Growth> growth =
        Growth.measure(
            wire(
                script ->
                    LongStream.generate(() -> MEBIBYTE)
                        .limit(script.steps().size())
                        .boxed()
                        .toList()),
            Effort.ORDINARY);

    assertThat(growth.orElseThrow().course()).isEqualTo(Growth.Course.SETTLED);
  }

  /** A wire that only watches: its server has the memory of the function. */
  private static Wire wire(Function<Script, List<Long>> memory) {
    return (Wire)
        Proxy.newProxyInstance(
            Wire.class.getClassLoader(),
            new Class<?>[] {Wire.class},
            (proxy, method, arguments) -> {
              Script script = (Script) arguments[0];
              return Optional.of(
                  new Watched(
                      script,
                      new Transcript(List.of(), Map.of(), Duration.ofMillis(10)),
                      memory.apply(script),
                      0));
            });
  }
}
