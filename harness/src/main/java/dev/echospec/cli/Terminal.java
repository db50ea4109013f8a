package dev.echospec.cli;

/** The terminal, if there is one: the start script knows, the virtual machine does not always. */
final class Terminal {
  private static final int WIDTH = 80;

  private Terminal() {}

  static boolean isThere() {
    return System.getProperty("echospec.columns") != null && System.getenv("NO_COLOR") == null;
  }

  static int width() {
    Integer columns = Integer.getInteger("echospec.columns");
    return columns == null || columns < 20 ? WIDTH : columns;
  }
}
