package dev.echospec.report;

import dev.echospec.result.ConversationPicture;
import dev.echospec.result.ConversationPicture.Contrast;
import dev.echospec.result.ConversationPicture.Lane;
import dev.echospec.result.ConversationPicture.Piece;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Side;
import dev.echospec.result.ConversationPicture.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the parts of a picture of a conversation stand, in pixels of its own size, from the upper
 * left corner. The template makes an element of each; the style sheet gives colours and fonts by
 * the names of the styles.
 *
 * @param width of all
 * @param height of all
 * @param strokes lines
 * @param shapes filled areas: heads of arrows, marks
 * @param texts each on one line
 */
record PictureDrawing(
    int width, int height, List<Stroke> strokes, List<Shape> shapes, List<Text> texts) {
  /** Width of a character of the fixed-width font: the template makes each text that long. */
  static final double CHARACTER = 6.6;

  /** Where the times end and the first lane begins. */
  private static final int TIMES = 60;

  private static final int FIRST_LANE = 74;
  private static final int MARGIN = 14;

  /** From the client's lane to the server's: of one connection, and of each of several. */
  private static final int APART = 316;

  private static final int APART_IF_SEVERAL = 216;
  private static final int BETWEEN = 34;
  private static final int HEAD = 34;
  private static final int LINE = 15;

  /** A line. */
  record Stroke(int x1, int y1, int x2, int y2, String style) {}

  /** An area, as the path of its outline. */
  record Shape(String path, String style) {}

  /**
   * A text.
   *
   * @param y of its base line
   * @param anchor which end of it is at x: start, middle or end
   * @param length in pixels, if the drawing must have exactly this length; otherwise 0
   */
  record Text(double x, int y, String anchor, String style, String text, double length) {
    /** The place in the notation of SVG. */
    String place() {
      return number(x);
    }

    /** The length in the notation of SVG. */
    String exactly() {
      return number(length);
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
  }

  static PictureDrawing of(ConversationPicture picture) {
    return new Pen(picture).draw();
  }

  /** Draws row below row. */
  private static final class Pen {
    private final ConversationPicture picture;
    private final int apart;
    private final int width;
    private final List<Stroke> strokes = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
    private int y = HEAD;

    Pen(ConversationPicture picture) {
      this.picture = picture;
      int lanes = Math.max(1, picture.lanes().size());
      this.apart = lanes == 1 ? APART : APART_IF_SEVERAL;
      this.width = FIRST_LANE + lanes * apart + (lanes - 1) * BETWEEN + MARGIN;
    }

    PictureDrawing draw() {
      List<Lifeline> lifelines = new ArrayList<>();
      for (int i = 0; i < picture.lanes().size(); i++) {
        heading(picture.lanes().get(i), i);
        lifelines.add(new Lifeline(i));
      }
      for (Row row : picture.rows()) {
        int top = y;
        int at = row(row);
        lifelines.forEach(line -> line.follow(row, top, at, y));
      }
      lifelines.forEach(line -> line.end(y));
      return new PictureDrawing(width, y + MARGIN, strokes, shapes, texts);
    }

    private int client(int lane) {
      return FIRST_LANE + lane * (apart + BETWEEN);
    }

    private int server(int lane) {
      return client(lane) + apart;
    }

    private void heading(Lane lane, int index) {
      texts.add(new Text(client(index), 14, "start", "side", "client", 0));
      texts.add(new Text(server(index), 14, "end", "side", "server", 0));
      if (!lane.name().isEmpty()) {
        texts.add(
            new Text(client(index) + apart / 2.0, 14, "middle", "connection", lane.name(), 0));
      }
    }

    /** Draws a row and moves below it; returns the height at which it happens. */
    private int row(Row row) {
      if (!row.time().isEmpty()) {
        texts.add(new Text(TIMES, y + 16, "end", "time", row.time(), 0));
      }
      int at =
          switch (row.sort()) {
            case CONNECT, DATA, FIN, RESET -> arrow(row);
            case SILENCE, PAUSE, NOTE, LEFT_OUT, DEATH -> words(row);
            case READING_STOPS, READING_RESUMES -> besideClient(row);
          };
      row.contrast().ifPresent(contrast -> contrast(row, contrast));
      y += 8;
      return at;
    }

    private int arrow(Row row) {
      boolean toServer = row.side() == Side.CLIENT;
      int from = toServer ? client(row.lane()) : server(row.lane());
      int to = toServer ? server(row.lane()) : client(row.lane());
      int back = toServer ? -1 : 1;
      String style = style(row);
      int at = y + 20;
      texts.add(
          new Text(from - back * 8.0, y + 14, toServer ? "start" : "end", style, mark(row), 0));
      strokes.add(new Stroke(from, at, to + back * 2, at, style));
      if (row.sort() == Sort.RESET) {
        strokes.add(new Stroke(to + back * 4, at - 5, to + back * 14, at + 5, style + " cross"));
        strokes.add(new Stroke(to + back * 4, at + 5, to + back * 14, at - 5, style + " cross"));
      } else {
        shapes.add(new Shape("M" + (to + back) + " " + at + "l" + back * 9 + " -4v8z", style));
      }
      if (row.sort() == Sort.FIN) {
        strokes.add(new Stroke(from - 6, at, from + 6, at, style + " end"));
        strokes.add(new Stroke(from, at - 5, from, at + 5, style + " end"));
      }
      y = at + 4;
      row.bytes()
          .ifPresent(
              piece -> {
                y += LINE - 3;
                bytes(client(row.lane()) + 8.0, piece, style);
                y += 2;
              });
      return at;
    }

    /** What breaks the rule has a sign before it, beside its colour. */
    private static String mark(Row row) {
      return row.wrong() ? "✗ " + row.what() : row.what();
    }

    private static String style(Row row) {
      return row.wrong() ? "wrong" : row.side() == Side.SERVER ? "came" : "went";
    }

    private int words(Row row) {
      boolean all = row.lane() == ConversationPicture.ALL_LANES;
      int left = client(all ? 0 : row.lane());
      int right = server(all ? Math.max(0, picture.lanes().size() - 1) : row.lane());
      List<String> lines = wrapped(mark(row), (int) ((right - left - 16) / CHARACTER));
      int top = y;
      for (String line : lines) {
        y += LINE;
        texts.add(new Text((left + right) / 2.0, y, "middle", wordStyle(row), line, 0));
      }
      y += 6;
      int at = (top + y) / 2;
      if (row.sort() == Sort.PAUSE) {
        String box = "M" + (left - 5) + " " + (top + 3) + "H" + (right + 5) + "V" + y;
        shapes.add(0, new Shape(box + "H" + (left - 5) + "z", "pause"));
      }
      if (row.sort() == Sort.DEATH) {
        for (int i = 0; i < picture.lanes().size(); i++) {
          int x = server(i);
          strokes.add(new Stroke(x - 6, at - 6, x + 6, at + 6, "wrong cross"));
          strokes.add(new Stroke(x - 6, at + 6, x + 6, at - 6, "wrong cross"));
        }
      }
      return at;
    }

    private static String wordStyle(Row row) {
      return row.wrong() || row.sort() == Sort.DEATH
          ? "wrong words"
          : row.sort() == Sort.PAUSE ? "quiet" : "quiet words";
    }

    private int besideClient(Row row) {
      int at = y + 12;
      int x = client(row.lane());
      strokes.add(new Stroke(x - 5, at, x + 5, at, "went end"));
      texts.add(new Text(x + 10.0, at + 4, "start", "quiet", row.what(), 0));
      y = at + 8;
      return at;
    }

    private void contrast(Row row, Contrast contrast) {
      int lane = Math.max(0, row.lane());
      y += LINE - 1;
      labelled(lane, "expected", contrast.expected(), "owed");
      y += LINE;
      labelled(lane, "got", contrast.got(), "wrong");
      y += 6;
    }

    private void labelled(int lane, String label, Piece piece, String style) {
      double x = client(lane) + 8.0;
      texts.add(fixed(x, "label", label));
      boolean room = picture.lanes().size() == 1;
      Piece shown = room ? piece : new Piece(piece.before(), piece.marked(), piece.after(), "");
      bytes(x + 9 * CHARACTER, shown, style);
    }

    /** Writes a piece, with the mark around what is marked, and the text behind it. */
    private void bytes(double start, Piece piece, String style) {
      double x = start;
      x = part(x, piece.before(), style);
      if (!piece.marked().isEmpty()) {
        double right = x + piece.marked().length() * CHARACTER;
        shapes.add(
            new Shape(
                String.format(
                    Locale.ROOT, "M%.1f %dH%.1fV%dH%.1fz", x - 2, y - 11, right + 2, y + 4, x - 2),
                "mark-" + style));
        x = part(x, piece.marked(), style + " marked");
      }
      x = part(x, piece.after(), style);
      if (!piece.text().isEmpty()) {
        part(x + 2 * CHARACTER, piece.text(), "ascii");
      }
    }

    /** Writes a part of a line and returns where the next one begins. */
    private double part(double x, String part, String style) {
      String visible = part.strip();
      int indent = part.indexOf(visible);
      if (!visible.isEmpty()) {
        texts.add(fixed(x + indent * CHARACTER, style, visible));
      }
      return x + part.length() * CHARACTER;
    }

    private Text fixed(double x, String style, String text) {
      return new Text(x, y, "start", "bytes " + style, text, text.length() * CHARACTER);
    }

    /** Breaks a text at blanks into lines; a longer word stays whole up to the width. */
    private static List<String> wrapped(String text, int columns) {
      List<String> lines = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (String word : text.split(" ")) {
        String rest = word;
        if (line.length() > 0 && line.length() + 1 + rest.length() > columns) {
          lines.add(line.toString());
          line.setLength(0);
        }
        for (; rest.length() > columns; rest = rest.substring(columns)) {
          lines.add(rest.substring(0, columns));
        }
        line.append(line.length() > 0 ? " " : "").append(rest);
      }
      lines.add(line.toString());
      return lines;
    }

    /** The two lanes of a connection, from its beginning to its end. */
    private final class Lifeline {
      private final int lane;
      private boolean begun;
      private boolean ended;
      private boolean clientDone;
      private boolean serverDone;
      private boolean deaf;
      private int clientFrom;
      private int serverFrom;

      Lifeline(int lane) {
        this.lane = lane;
        begun = begunBefore();
        clientFrom = HEAD - 10;
        serverFrom = HEAD - 10;
      }

      /** Whether the row in which it connects is not in the picture. */
      private boolean begunBefore() {
        return picture.rows().stream()
            .noneMatch(row -> row.sort() == Sort.CONNECT && row.lane() == lane);
      }

      void follow(Row row, int top, int at, int bottom) {
        boolean mine = row.lane() == lane;
        if (mine && row.sort() == Sort.CONNECT) {
          begun = true;
          clientFrom = at;
          serverFrom = at;
        }
        if (!begun || ended) {
          return;
        }
        boolean all = row.lane() == ConversationPicture.ALL_LANES;
        switch (row.sort()) {
          case READING_STOPS, READING_RESUMES -> {
            if (mine) {
              clientTo(at);
              deaf = row.sort() == Sort.READING_STOPS;
            }
          }
          case SILENCE, PAUSE, LEFT_OUT -> {
            if (mine || all) {
              clientTo(top);
              serverTo(top);
              String style = row.wrong() ? "lane waits wrong" : "lane waits";
              strokes.add(new Stroke(client(lane), top, client(lane), bottom, style));
              strokes.add(new Stroke(server(lane), top, server(lane), bottom, style));
              clientFrom = bottom;
              serverFrom = bottom;
            }
          }
          case FIN, RESET -> {
            if (mine) {
              done(row, at);
            }
          }
          case DEATH -> {
            serverTo(at);
            clientTo(at);
            ended = true;
          }
          case CONNECT, DATA, NOTE -> {}
        }
      }

      private void done(Row row, int at) {
        clientDone |= row.side() == Side.CLIENT;
        serverDone |= row.side() == Side.SERVER;
        if (row.sort() == Sort.RESET || clientDone && serverDone || row.what().equals("close")) {
          clientTo(at);
          serverTo(at);
          ended = true;
        }
      }

      void end(int bottom) {
        if (begun && !ended) {
          clientTo(bottom);
          serverTo(bottom);
        }
      }

      private void clientTo(int bottom) {
        String style = deaf ? "lane deaf" : "lane";
        strokes.add(new Stroke(client(lane), clientFrom, client(lane), bottom, style));
        clientFrom = bottom;
      }

      private void serverTo(int bottom) {
        strokes.add(new Stroke(server(lane), serverFrom, server(lane), bottom, "lane"));
        serverFrom = bottom;
      }
    }
  }
}
