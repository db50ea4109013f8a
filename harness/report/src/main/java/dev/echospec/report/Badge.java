package dev.echospec.report;

import dev.echospec.result.RunResult;
import dev.echospec.result.Shard;
import dev.echospec.script.JsonText;
import java.util.Locale;
import java.util.Objects;

/**
 * The verdict of a run for a README: as a picture, or for a service that draws one.
 *
 * @param label what it is about, on the left
 * @param message what is said of it, on the right
 * @param colour behind the message
 */
public record Badge(String label, String message, Colour colour) {
  private static final int SIZE = 11;
  private static final int MARGIN = 6;
  private static final int UNITS = 2048;

  /**
   * How wide the characters from blank to tilde are in Verdana, in units of which {@value #UNITS}
   * are the size of the font. Where another font is there, the picture makes the text as wide.
   */
  private static final int[] WIDTHS = {
    720, 806, 940, 1676, 1302, 2204, 1488, 550, 930, 930, 1302, 1676, 745, 930, 745, 930, //
    1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676, 1117,
    2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726, 1532, 1612,
    1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930, 930, 1676, 1302,
    1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212, 562, 1992, 1296, 1243,
    1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076, 1300, 930, 1300, 1676
  };

  /** Refuses null. */
  public Badge {
    Objects.requireNonNull(label);
    Objects.requireNonNull(message);
    Objects.requireNonNull(colour);
  }

  /** The colours; white text can be read on each. */
  public enum Colour {
    /** The server conforms. */
    GREEN("brightgreen", "#1a7f37"),
    /** The server conforms but for known failures. */
    YELLOW("yellow", "#7d5800"),
    /** The file of known failures is out of date. */
    ORANGE("orange", "#b3450c"),
    /** The server does not conform. */
    RED("red", "#b42318"),
    /** The run came to no verdict. */
    GREY("lightgrey", "#57606a");

    private final String name;
    private final String rgb;

    Colour(String name, String rgb) {
      this.name = name;
      this.rgb = rgb;
    }
  }

  /**
   * Returns the badge of a run.
   *
   * @param result of a run
   */
  public static Badge of(RunResult result) {
    Badge badge = ofAll(result);
    return result
        .shard()
        .filter(Shard::isPart)
        .map(part -> echospec(badge.message + ", " + part.words(), badge.colour))
        .orElse(badge);
  }

  private static Badge ofAll(RunResult result) {
    return switch (result.conformance()) {
      case CONFORMS -> echospec("conforms", Colour.GREEN);
      case KNOWN_FAILURES -> echospec(Outcome.knownFailures(result), Colour.YELLOW);
      case NOT_AS_EXPECTED -> echospec("not as expected", Colour.ORANGE);
      case DOES_NOT_CONFORM -> echospec("does not conform", Colour.RED);
      case UNDECIDED -> echospec("undecided", Colour.GREY);
      case NOTHING_TO_JUDGE -> echospec("nothing to judge", Colour.GREY);
      case ERROR -> echospec("error", Colour.GREY);
    };
  }

  private static Badge echospec(String message, Colour colour) {
    return new Badge("echospec", message, colour);
  }

  /** Returns the picture, as SVG that can stand in a file or in a page. */
  public String svg() {
    String left = XmlText.escaped(label);
    String right = XmlText.escaped(message);
    double leftText = width(XmlText.oneLine(label));
    double rightText = width(XmlText.oneLine(message));
    int split = (int) Math.ceil(leftText) + 2 * MARGIN;
    int all = split + (int) Math.ceil(rightText) + 2 * MARGIN;
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" \
        aria-label="%2$s: %3$s">
          <title>%2$s: %3$s</title>
          <rect width="%1$d" height="20" rx="3" fill="#444"/>
          <path d="M%4$d 0h%5$da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-%5$dz" fill="%6$s"/>
          <g fill="#fff" font-family="Verdana,Geneva,'DejaVu Sans',sans-serif" \
        font-size="11" aria-hidden="true">
            <text x="%7$d" y="14" textLength="%8$.1f" lengthAdjust="spacingAndGlyphs">%2$s</text>
            <text x="%9$d" y="14" textLength="%10$.1f" lengthAdjust="spacingAndGlyphs">%3$s</text>
          </g>
        </svg>
        """,
        all,
        left,
        right,
        split,
        all - split - 3,
        colour.rgb,
        MARGIN,
        leftText,
        split + MARGIN,
        rightText);
  }

  /** In pixels. */
  private static double width(String text) {
    // Characters outside of the table count as an em: few are wider.
    return text.codePoints().map(c -> c >= ' ' && c <= '~' ? WIDTHS[c - ' '] : UNITS).sum()
        * (double) SIZE
        / UNITS;
  }

  /** Returns JSON for the service shields.io, which draws the badge: its "endpoint". */
  public String shields() {
    return JsonText.print(
        JsonText.object()
            .put("schemaVersion", 1)
            .put("label", label)
            .put("message", message)
            .put("color", colour.name),
        1);
  }
}
