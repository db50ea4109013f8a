package dev.echospec.generalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each server is a predicate over scripts: true where it fails. */
class GeneralisationTest {
  @Test
  void aClassOfBytesIsMeasuredToItsEnds() {
    Extent extent = of(bytes(0x80), script -> contains(script, b -> b >= 0x80));

    assertThat(extent.sentences()).contains("the bytes 80 to ff do it, 00 to 7f do not");
    assertThat(extent.limitation()).map(ContentLimitation::words).hasValue("the bytes 80 to ff");
  }

  @Test
  void aSingleByteIsNamed() {
    Extent extent = of(bytes(0), script -> contains(script, b -> b == 0));

    assertThat(extent.sentences()).contains("no other byte than 00 does it");
    assertThat(extent.limitation()).map(ContentLimitation::words).hasValue("the byte 00");
  }

  @Test
  void malformedTextIsToldFromTextBeyondAscii() {
    Extent extent = of(bytes(0xff), script -> !Characters.isText(sent(script)));

    assertThat(extent.sentences()).contains("such bytes as part of a UTF-8 character do not");
    assertThat(extent.limitation())
        .map(ContentLimitation::words)
        .hasValue("bytes that are not UTF-8");
  }

  @Test
  void whereLettersFailCapitalsAreLeft() {
    Extent extent = of(bytes('a'), script -> contains(script, b -> b >= 'a' && b <= 'z'));

    assertThat(extent.sentences())
        .contains("small letters do it, capitals, digits, line ends, NUL and bytes 80 do not");
    Script fitted = extent.limitation().orElseThrow().fit(bytes('q', 'A', 'z'));
    assertThat(new String(sent(fitted), UTF_8)).isEqualTo("AAA");
  }

  @Test
  void whereNoContentMattersThereIsNoLimitation() {
    Extent extent = of(bytes('a'), script -> true);

    assertThat(extent.sentences()).anyMatch(said -> said.startsWith("the bytes do not matter"));
    assertThat(extent.limitation()).isEmpty();
  }

  @Test
  void whatEveryVariantDoesIsSaidWithoutAnEmptyContrast() {
    Extent extent = of(bytes('%', 'd'), script -> true);

    assertThat(extent.sentences())
        .contains("the same in the other case and letters in their place do it, too");
  }

  @Test
  void theLeastLengthIsMeasured() {
    Extent extent =
        of(Script.conversation(Payload.of("a".repeat(17))), script -> script.bytes() > 16);

    assertThat(extent.sentences()).contains("17 bytes or more do it (tried up to 4113), 16 do not");
  }

  @Test
  void thePlaceIsMeasured() {
    String cut = "a".repeat(15) + "é";
    Extent extent =
        of(Script.conversation(Payload.of(cut)), script -> cutsCharacter(sent(script), 16));

    assertThat(extent.sentences())
        .contains("also 16 bytes further on, but not 1, 15 and 1000 bytes further on");
    assertThat(extent.limitation()).map(ContentLimitation::words).hasValue("the bytes 80 to ff");
  }

  @Test
  void whatBelongsToTheConversationIsLeftOut() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("a")),
            new Step.Pause(5),
            new Step.Send(0, Payload.of("a")),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0));

    assertThat(of(script, s -> has(s, Step.Pause.class)).sentences())
        .contains("not without the pause", "with or without the half-close");
    assertThat(of(script, s -> has(s, Step.HalfClose.class)).sentences())
        .contains("with or without the pause", "not without the half-close");
  }

  @Test
  void aCloseIsToldFromAReset() {
    Script script = Script.of(new Step.Connect(0), new Step.Reset(0), new Step.Connect(1));

    assertThat(of(script, s -> has(s, Step.Reset.class)).sentences())
        .contains("a close in place of the reset does not");
    assertThat(of(script, s -> true).sentences())
        .contains("a close in place of the reset does it, too");
  }

  @Test
  void connectionsAtOnceAreToldFromOneAfterTheOther() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Connect(1),
            new Step.Send(1, Payload.of("a")),
            new Step.HalfClose(1),
            new Step.ReadToEnd(1));

    assertThat(of(script, 1, GeneralisationTest::overlaps).sentences())
        .contains(
            "all 2 connections are needed: one fewer does not do it",
            "only while the connections are open at once");
  }

  @Test
  void whatWasNotPlayedIsNotClaimed() {
    Extent extent = Generalisation.of(bytes(0x80), 0, script -> Outcome.UNKNOWN);

    assertThat(extent).isEqualTo(Extent.UNKNOWN);
  }

  @Test
  void aServerThatChangesItsMindHasNoClass() {
    Extent extent = Generalisation.of(bytes(0x80), 0, script -> Outcome.DOES_NOT);

    assertThat(extent).isEqualTo(Extent.UNKNOWN);
  }

  @Test
  void aServerThatAnswersCompleteLinesIsSentThose() {
    Extent extent = of(bytes('a'), script -> sent(script)[sent(script).length - 1] != '\n');

    assertThat(extent.sentences()).contains("messages that end with a line end do not");
    assertThat(extent.limitation()).hasValue(ContentLimitation.ofUnfinishedLines());
  }

  @Test
  void aMessageThatIsTooShortIsNoUnfinishedLine() {
    Extent extent = of(bytes('a'), script -> script.bytes() < 2);

    assertThat(extent.sentences()).noneMatch(said -> said.startsWith("messages that end"));
    assertThat(extent.limitation()).isEmpty();
  }

  @Test
  void aTrialInAHurryIsAskedForLittle() {
    int[] asked = new int[1];
    Trial<Script> hurried =
        new Trial<>() {
          @Override
          public Outcome of(Script variant) {
            asked[0]++;
            return contains(variant, b -> b >= 0x80) ? Outcome.SHOWS : Outcome.DOES_NOT;
          }

          @Override
          public boolean isHurried() {
            return true;
          }
        };

    Extent extent = Generalisation.of(bytes(0x80), 0, hurried);

    assertThat(asked[0]).isLessThan(40);
    assertThat(extent.sentences())
        .contains("the bytes 80 to ff do it, 00 to 7f do not (8 of 256 values tried)");
  }

  @Test
  void aLongStreamIsMadeLongerAndShorter() {
    Script script = Script.conversation(new Payload.Generated(1, 1_000_000, Alphabet.ASCII));

    assertThat(of(script, s -> s.bytes() >= 1_000_000).sentences())
        .contains("1250000 bytes do it, too", "750000 bytes do not");
  }

  private static Extent of(Script script, Predicate<Script> fails) {
    return of(script, 0, fails);
  }

  private static Extent of(Script script, int connection, Predicate<Script> fails) {
    return Generalisation.of(
        script, connection, s -> fails.test(s) ? Outcome.SHOWS : Outcome.DOES_NOT);
  }

  private static Script bytes(int... bytes) {
    byte[] content = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> content[i] = (byte) bytes[i]);
    return Script.conversation(Payload.of(content));
  }

  private static byte[] sent(Script script) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    script.sent(0).forEach(payload -> all.writeBytes(payload.period()));
    return all.toByteArray();
  }

  private static boolean contains(Script script, Predicate<Integer> value) {
    byte[] sent = sent(script);
    return IntStream.range(0, sent.length).anyMatch(i -> value.test(sent[i] & 0xff));
  }

  private static boolean cutsCharacter(byte[] sent, int readSize) {
    return IntStream.iterate(readSize, at -> at < sent.length, at -> at + readSize)
        .anyMatch(at -> (sent[at] & 0xc0) == 0x80);
  }

  private static boolean has(Script script, Class<? extends Step> kind) {
    return script.steps().stream().anyMatch(kind::isInstance);
  }

  /** True if a connection is opened before another has ended. */
  private static boolean overlaps(Script script) {
    List<Step> steps = script.steps();
    Optional<Step> second =
        steps.stream().filter(s -> s instanceof Step.Connect c && c.connection() == 1).findFirst();
    int end =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i) instanceof Step.Close c && c.connection() == 0)
            .findFirst()
            .orElse(steps.size());
    return second.isPresent()
        && steps.contains(new Step.Connect(0))
        && steps.indexOf(second.get()) < end;
  }
}
