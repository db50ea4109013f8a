package dev.echospec.report;

/** Text that any XML 1.0 document can hold. */
final class XmlText {
  private XmlText() {}

  /** The same text, with an escape for each character that XML does not allow. */
  static String of(String text) {
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isAllowed(c)) {
                allowed.appendCodePoint(c);
              } else {
                allowed.append(String.format(c < 0x80 ? "\\x%02x" : "\\u%04x", c));
              }
            });
    return allowed.toString();
  }

  /** The same on one line: XML parsers do not keep line ends in attributes. */
  static String oneLine(String text) {
    return of(text.replaceAll("\\s+", " ").strip());
  }

  /** The same on one line, to stand between tags or in quotes, in XML and in HTML. */
  static String escaped(String text) {
    return escapedLine(oneLine(text));
  }

  /** As above, but of a line whose blanks are to stay as they are. */
  static String escapedLine(String text) {
    return of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** XML 1.0, production 2, without the controls that it only discourages. */
  private static boolean isAllowed(int c) {
    return c == '\n'
        || c == '\t'
        || c >= ' ' && c < 0x7f
        || c > 0x9f && c < 0xd800
        || c >= 0xe000 && c < 0xfffe
        || c > 0xffff && (c & 0xfffe) != 0xfffe;
  }
}
