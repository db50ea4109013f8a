package dev.echospec.cli;

import dev.echospec.report.Console;
import java.io.PrintStream;

/** The terminal, if there is one: the start script knows, the virtual machine does not always. */
final class Terminal {
  private static final int WIDTH = 80;
  private static final int NARROWEST = 20;

  private Terminal() {}

  /** Standard output: a terminal if the start script has found its width. */
  static Console out(PrintStream to) {
    return console(to, "echospec.columns", System.getenv("NO_COLOR") == null);
  }

  /** Standard error: likewise, but without colours and a line that changes. */
  static Console err(PrintStream to) {
    return console(to, "echospec.error-columns", false);
  }

  private static Console console(PrintStream to, String property, boolean lively) {
    if (System.getProperty(property) == null) {
      return Console.of(to);
    }
    Integer columns = Integer.getInteger(property);
    return Console.terminal(to, columns == null || columns < NARROWEST ? WIDTH : columns, lively);
  }
}
