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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  void chunksAreAllThingsThenPowersOfTwo() {
    assertThat(ScriptShrinker.chunks(1 << 30))
        .hasSizeLessThan(4096)
        .contains(new int[] {0, 1}, new int[] {(1 << 30) - 1, 1 << 30});
    assertThat(ScriptShrinker.chunks(Integer.MAX_VALUE))
        .hasSizeLessThan(4096)
        .allMatch(chunk -> 0 <= chunk[0] && chunk[0] < chunk[1]);
    assertThat(ScriptShrinker.chunks(0)).isEmpty();
    assertThat(ScriptShrinker.chunks(1)).containsExactly(new int[] {0, 1});
    assertThat(ScriptShrinker.chunks(5))
        .containsExactly(
            new int[] {0, 5},
            new int[] {0, 4},
            new int[] {4, 5},
            new int[] {0, 2},
            new int[] {2, 4},
            new int[] {4, 5},
            new int[] {0, 1},
            new int[] {1, 2},
            new int[] {2, 3},
            new int[] {3, 4},
            new int[] {4, 5});
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

  /** Takes the first candidate that fails, repeatedly, as jqwik does. */
  private static final class Search {
    private final Predicate<Script> fails;
    private Script result;
    private int attempts;
    private int taken;

    Search(Predicate<Script> fails) {
      this.fails = fails;
    }

    Search from(Script script) {
      assertThat(fails).accepts(script);
      for (Optional<Script> next = Optional.of(script); next.isPresent(); ) {
        result = next.get();
        taken++;
        next =
            ScriptShrinker.simpler(result)
                .limit(2 * AFFORDABLE - attempts)
                .peek(candidate -> attempts++)
                .filter(fails)
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
