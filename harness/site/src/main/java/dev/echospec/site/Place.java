package dev.echospec.site;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.CaseInfo;
import java.nio.file.Path;

/**
 * The address of a page within the site. Addresses of cases and causes are stable: reports link to
 * them.
 *
 * @param path relative to the top of the site, with slashes
 */
record Place(String path) {
  static final Place FRONT = new Place("index.html");
  static final Place CASES = new Place("cases/index.html");
  static final Place CAUSES = new Place("causes/index.html");

  static Place of(CaseInfo info) {
    return new Place("cases/" + info.id() + ".html");
  }

  static Place of(Cause cause) {
    return new Place("causes/" + cause.id() + ".html");
  }

  /** Returns where the page of a Markdown file is: the site has the folders of the project. */
  static Place ofMarkdown(String file) {
    return new Place(file.replaceFirst("[.]md$", ".html"));
  }

  /** Returns the way from this page to the top of the site: empty or a series of {@code ../}. */
  String root() {
    return "../".repeat((int) path.chars().filter(c -> c == '/').count());
  }

  /** Returns what a link on this page to another one says. */
  String to(Place other) {
    return root() + other.path;
  }

  /** Returns the file of a link on this page, relative to the top of the site. */
  String resolve(String link) {
    return Path.of("/" + path).resolveSibling(link).normalize().toString().substring(1);
  }
}
