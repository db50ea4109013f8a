package dev.echospec.report;

import dev.echospec.result.ConversationPicture;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Sort;
import dev.echospec.result.FailureText;
import java.util.List;

/**
 * A picture of a conversation, as the template draws it, and the same as a table for those who do
 * not see it.
 *
 * @param title what it is a picture of
 * @param description what is in it, in sentences
 * @param drawing where its parts stand
 * @param several whether there is more than one connection
 * @param rows of the table
 * @param wide whether it is too wide for a telephone, and has to be moved there
 * @param leftOut how many connections are not in it, in a sentence; may be empty
 */
record DrawnConversation(
    String title,
    String description,
    PictureDrawing drawing,
    boolean several,
    List<TableRow> rows,
    boolean wide,
    String leftOut) {
  /** A row of the table; what it does not have is empty. */
  record TableRow(
      String time, String connection, String side, String what, String bytes, boolean wrong) {}

  /**
   * Returns the picture of a failure.
   *
   * @param title what breaks which rule, in words
   */
  static DrawnConversation of(ConversationPicture picture, String title) {
    boolean several = picture.lanes().size() > 1;
    return new DrawnConversation(
        title,
        description(picture),
        PictureDrawing.of(picture),
        several,
        picture.rows().stream().map(row -> tableRow(picture, row)).toList(),
        several,
        picture.lanesLeftOut() == 0
            ? ""
            : FailureText.count(
                    picture.lanesLeftOut(), "more connection is", "more connections are")
                + " not drawn.");
  }

  private static String description(ConversationPicture picture) {
    long rows = picture.rows().stream().filter(row -> row.sort() != Sort.LEFT_OUT).count();
    StringBuilder text = new StringBuilder("Time runs downwards. ");
    text.append(FailureText.count(rows, "event", "events")).append(" on ");
    text.append(FailureText.count(picture.lanes().size(), "connection", "connections"));
    text.append(", from the client on the left to the server on the right and back.");
    picture.rows().stream()
        .filter(Row::wrong)
        .forEach(row -> text.append(" Wrong: ").append(row.what()).append(contrast(row)));
    return text.append(" The same follows as a table.").toString();
  }

  private static String contrast(Row row) {
    return row.contrast()
        .map(one -> "; expected " + one.expected().line() + "; got " + one.got().line() + ".")
        .orElse(".");
  }

  private static TableRow tableRow(ConversationPicture picture, Row row) {
    String bytes =
        row.contrast()
            .map(one -> "expected " + one.expected().line() + "; got " + one.got().line())
            .or(() -> row.bytes().map(ConversationPicture.Piece::line))
            .orElse("");
    return new TableRow(
        row.time(),
        row.lane() == ConversationPicture.ALL_LANES ? "" : picture.lanes().get(row.lane()).name(),
        row.side().word(),
        row.what(),
        bytes,
        row.wrong());
  }
}
