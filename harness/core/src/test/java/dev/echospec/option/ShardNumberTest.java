package dev.echospec.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardNumberTest {
  private static final int MOST_ITEMS = 80;

  private static List<List<Integer>> parts(List<Long> weights, int of) {
    List<Integer> all = IntStream.range(0, weights.size()).boxed().toList();
    return IntStream.rangeClosed(1, of)
        .mapToObj(number -> new ShardNumber(number, of).part(all, weights))
        .toList();
  }

  @Property(tries = 200)
  void thePartsPartitionTheListWhateverTheTimings(
      @ForAll @Size(max = MOST_ITEMS) List<@LongRange(min = -1) Long> weights,
      @ForAll @IntRange(min = 1, max = MOST_ITEMS) int of) {
    List<Integer> seen = new ArrayList<>();
    for (List<Integer> part : parts(weights, of)) {
      assertThat(part).isSorted();
      seen.addAll(part);
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, weights.size()).boxed().toList());
  }

  @Property(tries = 200)
  void noPartTakesLongerThanTheOthersByMoreThanOneItem(
      @ForAll @Size(min = 1, max = MOST_ITEMS) List<@LongRange(min = 1, max = 60_000) Long> weights,
      @ForAll @IntRange(min = 1, max = 12) int of) {
    List<Long> work =
        parts(weights, of).stream()
            .map(part -> part.stream().mapToLong(weights::get).sum())
            .sorted()
            .toList();
    long longest = weights.stream().mapToLong(w -> w).max().orElseThrow();
    assertThat(work.get(work.size() - 1) - work.get(0)).isLessThanOrEqualTo(longest);
  }

  @Property(tries = 50)
  void withEqualWeightsTheyTakeTurns(
      @ForAll @IntRange(max = MOST_ITEMS) int items,
      @ForAll @IntRange(min = 1, max = MOST_ITEMS) int of,
      @ForAll @LongRange(min = 1, max = 1000) long weight) {
    List<Long> weights = java.util.Collections.nCopies(items, weight);
    for (int number = 1; number <= of; number++) {
      int first = number - 1;
      assertThat(parts(weights, of).get(first))
          .isEqualTo(IntStream.range(0, items).filter(i -> i % of == first).boxed().toList());
    }
  }

  @Test
  void theLongestGoesFirst() {
    assertThat(parts(List.of(1L, 1L, 1L, 9L, 5L, 4L), 2))
        .isEqualTo(List.of(List.of(0, 2, 3), List.of(1, 4, 5)));
  }

  @Test
  void whatWasNotTimedCountsAsTheAverage() {
    Timings timings = new Timings(Map.of("a", 10L, "b", 30L, "elsewhere", 1000L));

    assertThat(timings.of(List.of("b", "new", "a"))).containsExactly(30L, 20L, 10L);
    assertThat(Timings.none().of(List.of("x", "y"))).containsExactly(1L, 1L);
  }

  @Test
  void thereAreShardsFromOneToN() {
    for (int[] wrong : new int[][] {{0, 1}, {2, 1}, {-1, 4}, {1, 0}, {1, -3}}) {
      assertThatThrownBy(() -> new ShardNumber(wrong[0], wrong[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no shard");
    }
    assertThatThrownBy(() -> new ShardNumber(1, 1001)).hasMessageContaining("at most 1000 shards");
  }

  private static Map<String, String> environment(String variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables == null ? new String[0] : variables.split(" ")) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return environment;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=4                   | 1/4",
        "CI_NODE_INDEX=4 CI_NODE_TOTAL=4                   | 4/4",
        "JOB_COMPLETION_INDEX=0 ECHOSPEC_SHARD_TOTAL=3     | 1/3",
        "JOB_COMPLETION_INDEX=2 ECHOSPEC_SHARD_TOTAL=3     | 3/3",
        "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=2            | 1/2",
        "TEST_SHARD_INDEX=1 TEST_TOTAL_SHARDS=2            | 2/2",
        // GitLab sets the total of every job, that of one which is not parallel to 1.
        "JOB_COMPLETION_INDEX=0 ECHOSPEC_SHARD_TOTAL=3 CI_NODE_TOTAL=1 | 1/3"
      })
  void autoReadsWhatTheServiceSets(String variables, String expected) {
    ShardNumber number = ShardNumber.parse("auto", environment(variables));

    assertThat(number.number() + "/" + number.of()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                         | none is set: write --shard I/N",
        "CI_NODE_TOTAL=1                          | none is set",
        "CI_NODE_INDEX=1                          | CI_NODE_TOTAL, which is not set",
        "CI_NODE_INDEX= CI_NODE_TOTAL=4           | CI_NODE_INDEX, which is not set",
        "CI_NODE_INDEX=0 CI_NODE_TOTAL=4          | CI_NODE_INDEX=0 is no part of CI_NODE_TOTAL=4",
        "CI_NODE_INDEX=5 CI_NODE_TOTAL=4          | CI_NODE_INDEX=5 is no part",
        "CI_NODE_INDEX=x CI_NODE_TOTAL=4          | CI_NODE_INDEX, not 'x'",
        "JOB_COMPLETION_INDEX=0                   | ECHOSPEC_SHARD_TOTAL, which is not set",
        "JOB_COMPLETION_INDEX=3 ECHOSPEC_SHARD_TOTAL=3 | JOB_COMPLETION_INDEX=3 is no part",
        "TEST_SHARD_INDEX=0                       | TEST_TOTAL_SHARDS, which is not set",
        "TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=0   | is no part of TEST_TOTAL_SHARDS=0",
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=4 TEST_SHARD_INDEX=0 TEST_TOTAL_SHARDS=2 | is ambiguous"
      })
  void autoDoesNotGuess(String variables, String words) {
    assertThatThrownBy(() -> ShardNumber.parse("auto", environment(variables)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void theFileThatBazelWantsIsThatOfItsShardsAlone() {
    String file = " TEST_SHARD_STATUS_FILE=/tmp/status";

    assertThat(ShardNumber.statusFile(environment("TEST_SHARD_INDEX=0" + file)))
        .contains("/tmp/status");
    assertThat(ShardNumber.statusFile(environment("TEST_SHARD_INDEX=0"))).isEmpty();
    assertThat(ShardNumber.statusFile(environment("CI_NODE_INDEX=1" + file))).isEmpty();
  }

  @Property(tries = 100)
  void aTextStandsForOneSeed(@ForAll @Size(min = 1) List<Character> characters) {
    String text = "run " + characters;

    assertThat(OptionText.seedOfRun(text))
        .isBetween(1L, (long) Integer.MAX_VALUE)
        .isEqualTo(OptionText.seedOfRun(text));
  }

  @Test
  void theSeedOfATextIsTheSameEverywhere() {
    // The first four bytes of the SHA-256 of "4711" are de650d61; without the sign bit.
    assertThat(OptionText.seedOfRun("4711")).isEqualTo(SEED_OF_4711);
    assertThat(OptionText.seedOfRun("4712")).isNotEqualTo(OptionText.seedOfRun("4711"));
    assertThatThrownBy(() -> OptionText.seedOfRun(" ")).hasMessageContaining("not nothing");
  }

  private static final long SEED_OF_4711 = 1583680865;
}
