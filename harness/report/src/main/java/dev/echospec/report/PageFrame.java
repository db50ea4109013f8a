package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * What of a page does not depend on what it shows. What a server sent or printed is text wherever
 * it stands; the page's own policy lets the browser run and apply the script and the style sheet in
 * it, which are known by their digests, and load nothing.
 *
 * @param style sheet
 * @param script which the page can do without; may be empty
 * @param policy what a browser may do with the page, as a Content-Security-Policy
 */
record PageFrame(String style, String script, String policy) {
  /** Made at build time from src/main/jte, into this package. */
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          PageFrame.class.getClassLoader(),
          PageFrame.class.getPackageName());

  /** Returns the text of a page in this frame. */
  String page(String template, Object page) {
    StringOutput html = new StringOutput();
    TEMPLATES.render(template, Map.of("page", page, "frame", this), html);
    return html.toString();
  }

  /** A page with a script of that name. */
  static PageFrame withScript(String name) {
    String script = resource(name);
    return of(resource("page.css"), script, "; script-src " + source(script));
  }

  /** A page without any. */
  static PageFrame withoutScript() {
    return of(resource("page.css"), "", "");
  }

  private static PageFrame of(String style, String script, String scripts) {
    return new PageFrame(
        style,
        script,
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src "
            + source(style)
            + scripts
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

  private static String resource(String name) {
    try (InputStream in = PageFrame.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
