package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.compare.Comparison;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A comparison as one HTML file that needs nothing else: no network, no other file. What a server
 * sent or printed is shown as text wherever it stands; the page's own policy lets the browser run
 * and apply the one script and the one style sheet in it, which are known by their digests, and
 * load nothing.
 */
public final class ComparisonHtml {
  /** Made at build time from src/main/jte, into this package. */
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          ComparisonHtml.class.getClassLoader(),
          ComparisonHtml.class.getPackageName());

  private ComparisonHtml() {}

  /**
   * Returns the text of its comparison.html.
   *
   * @param comparison of a fleet
   */
  public static String write(Comparison comparison) {
    Frame frame = Frame.of(resource("comparison.css"), resource("comparison.js"));
    StringOutput html = new StringOutput();
    TEMPLATES.render(
        "comparison.jte", Map.of("page", ComparisonPage.of(comparison), "frame", frame), html);
    return html.toString();
  }

  /**
   * What of the page is the same for all comparisons.
   *
   * @param style sheet
   * @param script which the page can do without
   * @param policy what a browser may do with the page, as a Content-Security-Policy
   */
  record Frame(String style, String script, String policy) {
    static Frame of(String style, String script) {
      return new Frame(
          style,
          script,
          "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src "
              + source(style)
              + "; script-src "
              + source(script)
              + "; require-trusted-types-for 'script'; trusted-types 'none'");
    }

    private static String source(String text) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = ComparisonHtml.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
