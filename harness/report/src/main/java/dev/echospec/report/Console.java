package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.script.ScriptText;
import dev.echospec.script.ServiceCommands;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * The one way out for everything that the kit prints, to standard output and to standard error.
 * Whatever is printed here, in UTF-8, leaves as whole lines in which each character that is not
 * plainly visible is escaped, and so is what a continuous integration service would obey. Colours,
 * the line that changes, and commands to a workflow have methods of their own: no text can ask for
 * them.
 *
 * <p>What does not end its line yet is held back until it does, or until {@link #end}.
 */
public final class Console extends PrintStream {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String TAB = "    ";

  private final Lines lines;

  private Console(Lines lines) {
    super(lines, true, UTF_8);
    this.lines = lines;
  }

  /**
   * Returns a console that has no width and shows no colours, such as a file or a log; {@code to}
   * itself if it is a console.
   *
   * @param to where lines go; takes UTF-8
   */
  public static Console of(PrintStream to) {
    return to instanceof Console console ? console : new Console(new Lines(to, 0, false));
  }

  /** Returns a console that prints nothing. */
  public static Console nowhere() {
    return of(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
  }

  /**
   * Returns a console that is a terminal.
   *
   * @param to where lines go; takes UTF-8
   * @param columns of the terminal, 20 or more: what is wider is wrapped
   * @param lively whether colours and a line that changes are wanted
   */
  public static Console terminal(PrintStream to, int columns, boolean lively) {
    return new Console(new Lines(to, columns, lively));
  }

  /**
   * Returns the columns of the terminal.
   *
   * @param otherwise what to take where there is no terminal
   */
  public int columns(int otherwise) {
    return lines.columns == 0 ? otherwise : lines.columns;
  }

  /** Returns whether there is a terminal that shows a line which changes. */
  boolean isLively() {
    return lines.lively;
  }

  /**
   * Prints a line.
   *
   * @param text of one line
   */
  public void line(String text) {
    line(Line.of(text));
  }

  /**
   * Prints a line, escaped and wrapped.
   *
   * @param line to be printed, wrapped where the terminal is too narrow
   */
  public void line(Line line) {
    flush();
    lines.line(line);
  }

  /**
   * Prints a text for programs, whose lines are never wrapped.
   *
   * @param text of whole lines, in a format whose own escapes keep everything in it harmless
   */
  public void document(String text) {
    flush();
    text.lines().forEach(lines::unwrapped);
    lines.flush();
  }

  /** Shows a text on the line that changes, as much of it as fits; the next line replaces it. */
  void status(String text) {
    if (lines.lively) {
      lines.status(ScriptText.harmless(text));
    }
  }

  /** Removes the line that changes. */
  void clearStatus() {
    lines.clearStatus();
  }

  /**
   * Prints commands, which nothing else on this console can be taken for.
   *
   * @param commands to the workflow that the kit runs in: the only ones that leave as they are
   */
  public void tell(WorkflowCommands commands) {
    flush();
    commands.lines().forEach(lines::raw);
    lines.flush();
  }

  /** Prints what was held back because its line has no end. */
  public void end() {
    flush();
    lines.end();
  }

  @Override
  public boolean checkError() {
    // Not short-circuit: each of them also flushes.
    return super.checkError() | lines.to.checkError();
  }

  /** Takes bytes, gives lines. */
  private static final class Lines extends OutputStream {
    private final PrintStream to;
    private final int columns;
    private final boolean lively;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean statusShown;

    Lines(PrintStream to, int columns, boolean lively) {
      this.to = to;
      this.columns = columns;
      this.lively = lively;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      int begin = from;
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '\n') {
          begun.write(bytes, begin, i - begin);
          begin = i + 1;
          endLine();
        }
      }
      begun.write(bytes, begin, from + length - begin);
    }

    private void endLine() {
      String text = begun.toString(UTF_8);
      begun.reset();
      // A carriage return before the line end is all of it on some systems.
      String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      line(Line.of(line.replace("\t", TAB)));
    }

    synchronized void line(Line line) {
      end();
      clearStatus();
      List<String> parts = columns == 0 ? List.of(line.marked()) : WordWrap.lines(line, columns);
      for (String part : parts) {
        String text = lively ? part : Line.painted(part, false);
        print(Line.painted(ServiceCommands.shown(text), lively) + "\n");
      }
      to.flush();
    }

    synchronized void unwrapped(String text) {
      raw(ServiceCommands.shown(ScriptText.harmless(text)));
    }

    synchronized void raw(String line) {
      end();
      clearStatus();
      print(line + "\n");
    }

    synchronized void status(String text) {
      end();
      statusShown = true;
      // One column less: some terminals wrap as soon as the last one is written.
      print(CLEAR_LINE + ServiceCommands.shown(WordWrap.cut(text, columns - 1)));
      to.flush();
    }

    synchronized void clearStatus() {
      if (statusShown) {
        statusShown = false;
        print(CLEAR_LINE);
        to.flush();
      }
    }

    synchronized void end() {
      if (begun.size() > 0) {
        endLine();
      }
    }

    private void print(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      to.write(bytes, 0, bytes.length);
    }

    @Override
    public void flush() {
      to.flush();
    }

    @Override
    public void close() {
      end();
      to.close();
    }
  }
}
