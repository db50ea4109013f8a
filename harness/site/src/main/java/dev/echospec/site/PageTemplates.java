package dev.echospec.site;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates of the site, which the build compiles from src/main/jte into this package. */
final class PageTemplates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          PageTemplates.class.getClassLoader(),
          PageTemplates.class.getPackageName());

  private PageTemplates() {}

  /**
   * Returns the HTML of a template.
   *
   * @param name of the template, without its ending
   * @param values of its parameters
   */
  static String html(String name, Map<String, Object> values) {
    StringOutput html = new StringOutput();
    ENGINE.render(name + ".jte", values, html);
    return html.toString();
  }
}
