package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.ConversationPicture;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of a picture lie in it, and texts do not lie on each other. */
class PictureDrawingTest {
  private static final int LETTER = 11;

  static List<ConversationPicture> pictures() {
    RunResult run = FaultyRun.saying("said");
    return run.faults().stream()
        .map(Fault::failure)
        .map(failure -> ConversationPicture.of(run.profile().oracle(), failure))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everythingIsInside(ConversationPicture picture) {
    PictureDrawing drawing = PictureDrawing.of(picture);

    assertThat(drawing.strokes())
        .isNotEmpty()
        .allMatch(
            s ->
                Math.min(s.x1(), s.x2()) >= 0
                    && Math.max(s.x1(), s.x2()) <= drawing.width()
                    && Math.max(s.y1(), s.y2()) <= drawing.height());
    assertThat(drawing.texts())
        .allMatch(t -> left(t) >= 0 && right(t) <= drawing.width())
        .allMatch(t -> t.y() > 0 && t.y() < drawing.height());
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void bytesAreNotWrittenOnEachOtherNorOverTheNextConnection(ConversationPicture picture) {
    PictureDrawing drawing = PictureDrawing.of(picture);
    List<PictureDrawing.Text> exact =
        drawing.texts().stream().filter(text -> text.length() > 0).toList();

    for (PictureDrawing.Text one : exact) {
      assertThat(exact)
          .filteredOn(other -> other != one && Math.abs(other.y() - one.y()) < LETTER)
          .as("beside " + one)
          .allMatch(other -> right(other) <= left(one) || right(one) <= left(other));
      assertThat(drawing.strokes())
          .filteredOn(stroke -> stroke.style().equals("lane"))
          .filteredOn(stroke -> stroke.y1() < one.y() && one.y() < stroke.y2())
          .as("lanes beside " + one)
          .allMatch(lane -> lane.x1() <= left(one) || lane.x1() >= right(one));
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void timeRunsDownwardsAndEachRowHasAPlace(ConversationPicture picture) {
    PictureDrawing drawing = PictureDrawing.of(picture);

    List<String> times =
        drawing.texts().stream()
            .filter(text -> text.style().equals("time"))
            .map(PictureDrawing.Text::text)
            .toList();
    assertThat(times)
        .isEqualTo(
            picture.rows().stream()
                .map(ConversationPicture.Row::time)
                .filter(time -> !time.isEmpty())
                .toList());
    assertThat(
            drawing.texts().stream()
                .filter(text -> text.style().equals("time"))
                .map(PictureDrawing.Text::y)
                .collect(Collectors.toList()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(drawing.texts().stream().filter(text -> text.text().startsWith("✗ ")).count())
        .isEqualTo(picture.rows().stream().filter(ConversationPicture.Row::wrong).count());
  }

  private static double left(PictureDrawing.Text text) {
    return switch (text.anchor()) {
      case "end" -> text.x() - text.length();
      case "middle" -> text.x() - text.length() / 2;
      default -> text.x();
    };
  }

  private static double right(PictureDrawing.Text text) {
    return left(text) + text.length();
  }
}
