package dev.echospec.cli;

import dev.echospec.run.KitProperty;

/** The terminal, if there is one: the start script knows, the virtual machine does not always. */
final class Terminal {
  private static final int WIDTH = 80;

  private Terminal() {}

  static boolean isThere() {
    return KitProperty.COLUMNS.system().isPresent() && System.getenv("NO_COLOR") == null;
  }

  static int width() {
    return KitProperty.COLUMNS
        .system()
        .filter(columns -> columns.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .filter(columns -> columns >= 20)
        .orElse(WIDTH);
  }
}
