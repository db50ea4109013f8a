package dev.echospec.cli;

import dev.echospec.option.KitProperty;
import dev.echospec.report.Console;
import java.io.PrintStream;
import java.util.Optional;

/** The terminal, if there is one: the start script knows, the virtual machine does not always. */
final class Terminal {
  private static final int WIDTH = 80;
  private static final int NARROWEST = 20;

  private Terminal() {}

  /** Standard output: a terminal if the start script has found its width. */
  static Console out(PrintStream to) {
    return console(to, KitProperty.COLUMNS, System.getenv("NO_COLOR") == null);
  }

  /** Standard error: likewise, but without colours and a line that changes. */
  static Console err(PrintStream to) {
    return console(to, KitProperty.ERROR_COLUMNS, false);
  }

  private static Console console(PrintStream to, KitProperty property, boolean lively) {
    return property
        .system()
        .map(columns -> Console.terminal(to, width(columns), lively))
        .orElseGet(() -> Console.of(to));
  }

  private static int width(String columns) {
    return Optional.of(columns)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .filter(width -> width >= NARROWEST)
        .orElse(WIDTH);
  }
}
