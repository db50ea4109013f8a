package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made to hurt, given to the kit as its users start it: with a heap of 256 MiB. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostileFilesTest {
  private static final String CONNECT = "{\"steps\":[{\"do\":\"connect\",\"on\":0}";
  private static final String PAUSE = ",{\"do\":\"pause\",\"millis\":1}";

  @TempDir private static Path folder;

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("sends.json", file(CONNECT, HostileFilesTest::send, 4000, "]}"), "96 MiB"),
        Arguments.of("steps.json", file(CONNECT, i -> PAUSE, 550_000, "]}"), "1200000"),
        Arguments.of("long.json", file("[", i -> "[],", 20_000_000, "0]"), "at most 16 MiB"),
        Arguments.of("lists.json", file("[", i -> "[],", 5_000_000, "0]"), "1200000"),
        Arguments.of("words.json", file("[", i -> "\"ab\",", 3_000_000, "0]"), "1200000"),
        Arguments.of(
            "names.json",
            file("{", i -> "\"n" + i + "\":{},", 390_000, "\"x\":1}"),
            "neither a failure"),
        Arguments.of("deep.json", file("", i -> "[", 1_000_000, ""), "16"),
        Arguments.of(
            "text.json",
            file("{\"echospec\":\"", i -> "x", 16_000_000, "\"}"),
            "this version reads failure/1"),
        Arguments.of(
            "image.yaml",
            file("fleet:\n- name: x\n  target: docker://", i -> "a.", 49_000, "b\n"),
            "at most 4096 characters"),
        Arguments.of(
            "name.yaml", file("fleet:\n- name: ", i -> "a", 400_000, "\n"), "String value length"),
        Arguments.of(
            "members.yaml",
            file("fleet:\n", i -> "- {name: a" + i + ", target: embedded}\n", 20_000, ""),
            "at most 200 members"));
  }

  private record Text(String begin, IntFunction<String> piece, int pieces, String end) {
    @Override
    public String toString() {
      return pieces + " pieces";
    }
  }

  private static Text file(String begin, IntFunction<String> piece, int pieces, String end) {
    return new Text(begin, piece, pieces, end);
  }

  private static String send(int seed) {
    return ",{\"do\":\"send\",\"on\":0,\"seed\":"
        + seed
        + ",\"length\":99999,\"alphabet\":\"any\"}";
  }

  private static Path write(String name, Text text) throws IOException {
    Path file = folder.resolve(name);
    try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
      writer.write(text.begin);
      for (int i = 0; i < text.pieces; i++) {
        writer.write(text.piece.apply(i));
      }
      writer.write(text.end);
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("files")
  void areRefusedInALineThatNamesTheLimit(String name, Text text, String limit) throws Exception {
    Path file = write(name, text);
    String command = name.endsWith(".yaml") ? "compare" : "replay";

    Kit.Ended ended = kit("-Xmx256m", command, file.toString());

    Kit.complains(ended, 2, file.toString(), limit);
    assertThat(ended.err()).hasSizeLessThan(1500);
  }

  @Test
  void knownFailuresBeyondTheLimitAreRefusedBeforeAnythingIsStarted() throws Exception {
    String entry = "- {case: close/a%d, reason: r, words: [w]}\n";
    Path file = write("known.yaml", file("known-failures:\n", i -> entry.formatted(i), 19_000, ""));

    Kit.complains(
        Kit.run("verify", "--expect", file.toString(), "--", "no-such-program"),
        2,
        file + ", line 1002 column 3",
        "at most 1000 entries");
  }

  @Test
  void anEarlierComparisonIsReadWithinTheSameLimits() throws Exception {
    Path fleet =
        Files.writeString(folder.resolve("one.yaml"), "fleet: [{name: a, target: embedded}]");
    Path baseline = write("baseline.json", file("[", i -> "{},", 5_000_000, "0]"));

    Kit.complains(
        kit("-Xmx256m", "compare", fleet.toString(), "--baseline", baseline.toString()),
        2,
        baseline.toString(),
        "1200000");
  }

  /** What the limits let through fits into the heap that the start script gives. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|",
        "{\"echospec\":\"failure/1\",\"case\":\"a/b\",\"law\":\"echo\",\"transform\":\"upper\","
            + "\"script\":|}"
      })
  void theLargestThatIsReadIsPlayed(String before, String after) throws Exception {
    IntFunction<String> step =
        i ->
            i < 255
                ? send(i)
                : ",{\"do\":\"read\",\"on\":0,\"bytes\":" + (Long.MAX_VALUE - i) + "}";
    String begin = Objects.toString(before, "") + CONNECT;
    Path file =
        write("largest.json", file(begin, step, 99_999, "]}" + Objects.toString(after, "")));

    Kit.Ended ended = kit("-Xmx256m", "replay", file.toString());

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("The server did as it should.");
  }

  /** No error may look like a verdict: status 1 says that the server does not conform. */
  @Test
  void anErrorOfTheVirtualMachineIsAFaultOfTheKit() throws Exception {
    Path file = write("fits.json", file(CONNECT, i -> PAUSE, 99_999, "]}"));

    Kit.complains(
        kit("-Xmx20m", "replay", file.toString()), 4, "a fault of the kit: ", "OutOfMemoryError");
  }

  private static Kit.Ended kit(String heap, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Kit.java(Echospec.class));
    command.add(1, heap);
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process kit =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(kit.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(kit.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      kit.destroyForcibly();
    }
  }
}
