package dev.echospec.script.shrink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Payload.Generated;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptArbitraries;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Send;
import dev.echospec.script.Step.StopReading;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScriptShrinkerTest {
  /** Bound of attempts, as in a real run. */
  private static final int AFFORDABLE = 3000;

  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void everyCandidateIsSimplerAndWhatWasTextStaysText(@ForAll("scripts") Script script) {
    Simplicity before = Simplicity.of(script);

    ScriptShrinker.simpler(script)
        .limit(2000)
        .forEach(
            candidate -> {
              assertThat(Script.flaw(candidate.steps())).isEmpty();
              assertThat(candidate.steps()).isNotEmpty();
              assertThat(Simplicity.of(candidate)).isLessThan(before);
              for (Step step : candidate.steps()) {
                if (step instanceof Connect connect) {
                  int connection = connect.connection();
                  assertThat(isText(candidate, connection) || !isText(script, connection)).isTrue();
                }
              }
            });
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void takingCandidateAfterCandidateComesToAnEnd(@ForAll("scripts") Script script) {
    Search search = new Search(everything -> true).from(script);

    assertThat(search.result.steps()).hasSize(1);
    assertThat(search.attempts).isLessThan(200);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void whatIsProposedBehindAPlaceAndWithAClueIsSimplerToo(
      @ForAll("scripts") Script script,
      @ForAll @IntRange(min = 0, max = 5) int connection,
      @ForAll @IntRange(min = 0, max = 300) int offset,
      @ForAll @IntRange(min = 0, max = 200) int millis,
      @ForAll boolean ofChance,
      @ForAll long seed) {
    Clue clue = new Clue(connection, offset, 0, Duration.ofMillis(millis), ofChance);
    Simplicity before = Simplicity.of(script);
    List<Candidate> some = ScriptShrinker.simpler(script, clue, Place.START).limit(60).toList();

    assertThat(some)
        .allSatisfy(
            candidate -> {
              assertThat(Script.flaw(candidate.script().steps())).isEmpty();
              assertThat(Simplicity.of(candidate.script())).isLessThan(before);
            });
    if (!some.isEmpty()) {
      Candidate taken = some.get(new SplittableRandom(seed).nextInt(some.size()));
      Simplicity then = Simplicity.of(taken.script());
      assertThat(ScriptShrinker.simpler(taken.script(), clue, taken.place()).limit(200))
          .allSatisfy(next -> assertThat(Simplicity.of(next.script())).isLessThan(then));
    }
  }

  @Test
  void whatWasPlayedUntilTheFailureIsProposedFirst() {
    List<Step> steps = new ArrayList<>(List.of(new Connect(0)));
    for (int i = 0; i < 20; i++) {
      steps.add(new Send(0, Payload.of("message")));
      steps.add(new Read(0, Step.EVERYTHING));
    }
    Script script = new Script(steps);

    Clue clue = new Clue(0, 21, 7, Duration.ZERO, false);
    assertThat(ScriptShrinker.simpler(script, clue, Place.START).findFirst().orElseThrow().script())
        .isEqualTo(new Script(steps.subList(0, 7)));
    Clue unknown = new Clue(0, 21, 0, Duration.ZERO, false);
    assertThat(ScriptShrinker.simpler(script, unknown, Place.START).map(Candidate::script))
        .doesNotContain(new Script(steps.subList(0, 7)));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void behindAPlaceComeAllOthersAsWell(@ForAll("scripts") Script script, @ForAll boolean ofChance) {
    Clue clue = new Clue(0, 0, 0, Duration.ofMillis(50), ofChance);
    ScriptShrinker.simpler(script, clue, Place.START)
        .skip(3)
        .findFirst()
        .ifPresent(
            taken -> {
              List<Script> all =
                  ScriptShrinker.simpler(taken.script(), clue, Place.START)
                      .limit(100)
                      .map(Candidate::script)
                      .toList();
              assertThat(
                      ScriptShrinker.simpler(taken.script(), clue, taken.place())
                          .limit(4000)
                          .map(Candidate::script))
                  .containsAll(all);
            });
  }

  /** A search that accepts each candidate with a fixed probability. */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void aSearchThatTakesSomeCandidatesComesToAnEnd(
      @ForAll("scripts") Script script,
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 9) int n) {
    SplittableRandom random = new SplittableRandom(seed);
    Script at;
    int taken = 0;
    for (Optional<Script> next = Optional.of(script); next.isPresent(); taken++) {
      at = next.get();
      next =
          ScriptShrinker.simpler(at).limit(500).filter(any -> random.nextInt(n) == 0).findFirst();
    }

    assertThat(taken).isLessThan(2000);
  }

  @Test
  @Timeout(60)
  void candidatesAreMadeAsTheyAreAskedFor() {
    Script script = Script.conversation(Payload.of(new byte[1 << 20]));

    // All candidates together would be terabytes.
    assertThat(ScriptShrinker.simpler(script).limit(200).mapToLong(Script::connections).sum())
        .isEqualTo(200);
  }

  @Test
  @Timeout(60)
  void rangesAreAllThingsThenPowersOfTwo() {
    assertThat(Range.of(1 << 30))
        .hasSizeLessThan(4096)
        .contains(new Range(0, 1, 1), new Range((1 << 30) - 1, 1 << 30, 1));
    assertThat(Range.of(Integer.MAX_VALUE))
        .hasSizeLessThan(4096)
        .allMatch(range -> 0 <= range.from() && range.from() < range.to());
    assertThat(Range.of(0)).isEmpty();
    assertThat(Range.of(1)).containsExactly(new Range(0, 1, 1));
    assertThat(Range.of(5))
        .containsExactly(
            new Range(0, 5, 5),
            new Range(0, 4, 4),
            new Range(4, 5, 4),
            new Range(0, 2, 2),
            new Range(2, 4, 2),
            new Range(4, 5, 2),
            new Range(0, 1, 1),
            new Range(1, 2, 1),
            new Range(2, 3, 1),
            new Range(3, 4, 1),
            new Range(4, 5, 1));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aCharacterAcrossAReadOfSixteenIsLeftWithFifteenOrSoBytesBefore(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int cuts) {
    Predicate<Script> fails = script -> hasCharacterAcross(stream(script, 0), 16);
    Search search = new Search(fails).from(failing(seed, cuts, fails));

    assertThat(search.result.bytes()).isEqualTo(17);
    assertThat(search.result.steps()).hasSize(2);
    assertThat(Characters.isText(stream(search.result, 0))).isTrue();
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  /** Random texts of some hundred bytes in some writes, until one fails. */
  private static Script failing(long seed, int cuts, Predicate<Script> fails) {
    SplittableRandom random = new SplittableRandom(seed);
    while (true) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      while (text.size() < 412) {
        text.writeBytes(Characters.pick(random));
      }
      Script script = cut(text.toByteArray(), random, cuts);
      if (fails.test(script)) {
        return script;
      }
    }
  }

  private static Script cut(byte[] bytes, SplittableRandom random, int cuts) {
    int[] at = random.ints(cuts, 1, bytes.length).sorted().distinct().toArray();
    List<Step> steps = new ArrayList<>(List.of(new Connect(0)));
    int from = 0;
    for (int to : at) {
      steps.add(new Send(0, Payload.of(Arrays.copyOfRange(bytes, from, to))));
      steps.add(new Pause(1));
      from = to;
    }
    steps.add(new Send(0, Payload.of(Arrays.copyOfRange(bytes, from, bytes.length))));
    steps.add(new HalfClose(0));
    steps.add(new ReadToEnd(0));
    return new Script(steps);
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aTellingByteIsLeftAlone(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200_000) int length) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[random.nextInt(length)] = (byte) 0x80;
    Predicate<Script> fails = script -> contains(stream(script, 0), (byte) 0x80);
    Search search = new Search(fails).from(Script.conversation(Payload.of(bytes)));

    assertThat(search.result.steps()).hasSize(2);
    // The search may meet a whole character that contains this byte: text is not cut.
    assertThat(search.result.bytes()).isLessThanOrEqualTo(4);
    if (!Characters.isText(stream(search.result, 0))) {
      assertThat(stream(search.result, 0)).containsExactly(0x80);
    }
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  @Test
  @Timeout(60)
  void aByteOfAGeneratedPayloadIsWrittenOutAndLeftAlone() {
    Predicate<Script> fails = script -> contains(stream(script, 0), (byte) 0x80);
    Script script = Script.conversation(new Generated(3, 3 << 20, Alphabet.ANY));
    Search search = new Search(fails).from(script);

    assertThat(search.result)
        .isEqualTo(Script.of(new Connect(0), new Send(0, Payload.of(new byte[] {(byte) 0x80}))));
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  @Test
  @Timeout(60)
  void aLimitOnAWriteIsFoundExactly() {
    Predicate<Script> fails = script -> longestSend(script) > 70_000;
    Script script = Script.conversation(new Generated(1, 64 << 20, Alphabet.TEXT));
    Search search = new Search(fails).from(script);

    assertThat(search.result.bytes()).isEqualTo(70_001);
    assertThat(search.result.steps()).hasSize(2);
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  @Test
  @Timeout(60)
  void aLimitOnAWriteIsFoundWhereTheBytesAreWrittenOut() {
    byte[] bytes = new Generated(1, 200_000, Alphabet.ASCII).bytes(0, 200_000);
    Predicate<Script> fails = script -> longestSend(script) > 70_000;
    Search search = new Search(fails).from(Script.conversation(Payload.of(bytes)));

    assertThat(search.result.bytes()).isEqualTo(70_001);
    assertThat(search.result.steps()).hasSize(2);
  }

  @Test
  @Timeout(60)
  void twoWritesWithAPauseBetweenAreLeftWhereBothCount() {
    Predicate<Script> fails = ScriptShrinkerTest::hasTwoWritesWithAPauseBetween;
    Script script =
        cut("Grüße aus dem wilden Süden".repeat(9).getBytes(UTF_8), new SplittableRandom(5), 7);
    Search search = new Search(fails).from(script);

    assertThat(search.result)
        .isEqualTo(
            Script.of(
                new Connect(0),
                new Send(0, Payload.of("a")),
                new Pause(1),
                new Send(0, Payload.of("a"))));
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  /** If the server does not answer, each attempt lasts a patience: there must be few. */
  @Test
  @Timeout(60)
  void messagesWhoseNumberCountsAreLeftWithAByteEach() {
    SplittableRandom random = new SplittableRandom(3);
    List<Step> steps = new ArrayList<>();
    steps.add(new Connect(0));
    for (int i = 0; i < 12; i++) {
      byte[] message = new byte[1 + random.nextInt(300)];
      random.nextBytes(message);
      steps.add(new Send(0, Payload.of(message)));
      steps.add(new Read(0, Step.EVERYTHING));
    }
    Predicate<Script> fails =
        script -> script.steps().stream().filter(Send.class::isInstance).count() >= 9;
    Search search = new Search(fails).from(new Script(steps));

    assertThat(search.result.bytes()).isEqualTo(9);
    assertThat(search.attempts).isLessThan(600);
    assertThat(search.taken).isLessThan(25);
  }

  @Test
  @Timeout(60)
  void theConnectionsThatCountAreLeft() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      steps.add(new Connect(i));
    }
    for (int i = 0; i < 40; i++) {
      steps.add(new Send(i, Payload.of("connection " + i)));
      steps.add(new HalfClose(i));
    }
    Predicate<Script> fails =
        script ->
            contains(stream(script, 13), (byte) 'o')
                && script.steps().stream()
                    .anyMatch(step -> step instanceof HalfClose half && half.connection() == 31);
    Search search = new Search(fails).from(new Script(steps));

    assertThat(search.result)
        .isEqualTo(
            Script.of(
                new Connect(13),
                new Connect(31),
                new Send(13, Payload.of("o")),
                new HalfClose(31)));
    assertThat(search.attempts).isLessThan(AFFORDABLE);
  }

  /** What one connection does stands scattered among what the others do. */
  @Test
  @Timeout(60)
  void twoMessagesOfTwoConnectionsAreFoundAmongHundreds() {
    Script script = interleaved(60, 360, 7);
    Predicate<Script> fails = ScriptShrinkerTest::hasTwoThatTalk;
    Search search = new Search(fails).from(script);

    assertThat(search.result.connections()).isEqualTo(2);
    assertThat(search.result.steps()).hasSize(4);
    assertThat(search.attempts).isLessThan(100);
  }

  private static boolean hasTwoThatTalk(Script script) {
    return script.connectionNumbers().stream().filter(c -> !script.sent(c).isEmpty()).count() >= 2;
  }

  /** Time alone counts, and the steps of the others are what takes it. */
  @Test
  @Timeout(60)
  void aPauseTakesThePlaceOfWhatOtherConnectionsDid() {
    Predicate<Script> fails = script -> longestSilence(script, 41) > 20;
    Search search =
        new Search(fails, new Clue(41, 60, 0, Duration.ofMillis(40), false))
            .from(interleaved(60, 360, 7));

    assertThat(search.result.connections()).isEqualTo(1);
    assertThat(search.result.steps()).hasSize(4);
    assertThat(search.attempts).isLessThan(100);
  }

  /** Between two sends of a connection; each step takes a millisecond. */
  private static int longestSilence(Script script, int connection) {
    int longest = 0;
    int since = -1;
    for (Step step : script.steps()) {
      if (step instanceof Send send && send.connection() == connection) {
        longest = Math.max(longest, since);
        since = 0;
      } else if (since >= 0) {
        since += step instanceof Pause pause ? pause.millis() : 1;
      }
    }
    return longest;
  }

  private static Script interleaved(int connections, int steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> all = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      all.add(new Connect(c));
    }
    while (all.size() < steps) {
      int c = random.nextInt(connections);
      all.add(new Send(c, Payload.of("message " + all.size())));
      if (random.nextBoolean()) {
        all.add(new Read(c, Step.EVERYTHING));
      }
    }
    return new Script(all);
  }

  @Test
  @Timeout(60)
  void aPauseIsShortenedToWhatItTakesAndAReadBecomesPlain() {
    Predicate<Script> fails =
        script ->
            script.steps().stream()
                    .anyMatch(step -> step instanceof Pause pause && pause.millis() >= 37)
                && script.steps().stream().anyMatch(Read.class::isInstance);
    Script script =
        Script.of(
            new Connect(0),
            new Send(0, Payload.of("abc")),
            new Read(0, 2),
            new Pause(1500),
            new Read(0, 1));

    assertThat(new Search(fails).from(script).result.steps())
        .containsExactlyInAnyOrder(new Connect(0), new Read(0, Step.EVERYTHING), new Pause(37));
  }

  @Test
  @Timeout(60)
  void cutsThatDoNotCountAreJoined() {
    Predicate<Script> fails = script -> Arrays.equals(stream(script, 0), "aéz".getBytes(UTF_8));
    byte[] bytes = "aéz".getBytes(UTF_8);
    Script script =
        Script.of(
            new Connect(0),
            new Send(0, Payload.of(Arrays.copyOfRange(bytes, 0, 2))),
            new Send(0, Payload.of(Arrays.copyOfRange(bytes, 2, 3))),
            new StopReading(0),
            new Send(0, Payload.of(Arrays.copyOfRange(bytes, 3, 4))));

    assertThat(new Search(fails).from(script).result)
        .isEqualTo(Script.of(new Connect(0), new Send(0, Payload.of(bytes))));
  }

  /** Takes the first candidate that fails, repeatedly, as the engine does. */
  private static final class Search {
    private final Predicate<Script> fails;
    private final Clue clue;
    private Script result;
    private int attempts;
    private int taken;

    Search(Predicate<Script> fails) {
      this(fails, Clue.NONE);
    }

    Search(Predicate<Script> fails, Clue clue) {
      this.fails = fails;
      this.clue = clue;
    }

    Search from(Script script) {
      assertThat(fails).accepts(script);
      Set<Script> tried = new HashSet<>();
      for (Optional<Candidate> next = Optional.of(new Candidate(script, Place.START));
          next.isPresent(); ) {
        result = next.get().script();
        taken++;
        next =
            ScriptShrinker.simpler(result, clue, next.get().place())
                .filter(candidate -> tried.add(candidate.script()))
                .limit(2 * AFFORDABLE - attempts)
                .peek(candidate -> attempts++)
                .filter(candidate -> fails.test(candidate.script()))
                .findFirst();
      }
      return this;
    }
  }

  private static boolean isText(Script script, int connection) {
    List<Payload> sent = script.sent(connection);
    return sent.stream().noneMatch(Generated.class::isInstance)
        && Characters.isText(stream(script, connection));
  }

  private static byte[] stream(Script script, int connection) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (Payload payload : script.sent(connection)) {
      stream.writeBytes(payload.bytes(0, (int) Math.min(payload.length(), 1 << 20)));
    }
    return stream.toByteArray();
  }

  private static boolean contains(byte[] bytes, byte one) {
    for (byte b : bytes) {
      if (b == one) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCharacterAcross(byte[] bytes, int at) {
    return bytes.length > at && (bytes[at] & 0xc0) == 0x80;
  }

  private static long longestSend(Script script) {
    return script.steps().stream()
        .mapToLong(step -> step instanceof Send send ? send.payload().length() : 0)
        .max()
        .orElse(0);
  }

  private static boolean hasTwoWritesWithAPauseBetween(Script script) {
    int state = 0;
    for (Step step : script.steps()) {
      boolean wanted =
          state % 2 == 0
              ? step instanceof Send send && send.payload().length() > 0
              : step instanceof Pause;
      state += wanted ? 1 : 0;
      if (state == 3) {
        return true;
      }
    }
    return false;
  }
}
