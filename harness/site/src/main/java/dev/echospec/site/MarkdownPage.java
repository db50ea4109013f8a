package dev.echospec.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A Markdown file of the project as a page. Links to other Markdown files lead to their pages;
 * headings have the anchors that GitHub gives them, so that a link works there and here.
 */
final class MarkdownPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final TextContentRenderer TEXT =
      TextContentRenderer.builder().extensions(EXTENSIONS).build();

  private final String file;
  private final Node document;
  private final Map<Node, String> anchors = new HashMap<>();
  private final TreeSet<String> linked = new TreeSet<>();

  /**
   * Parses a file.
   *
   * @param file its path in the project, with slashes
   * @param text of it
   */
  MarkdownPage(String file, String text) {
    this.file = file;
    this.document = PARSER.parse(text);
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            anchors.put(heading, anchor(text(heading)));
            visitChildren(heading);
          }

          @Override
          public void visit(HtmlBlock block) {
            // A comment for editors of the file.
            block.unlink();
          }

          @Override
          public void visit(Link link) {
            rewrite(link);
            visitChildren(link);
          }
        });
  }

  private void rewrite(Link link) {
    String[] parts = link.getDestination().split("#", 2);
    if (parts[0].isEmpty() || parts[0].contains(":")) {
      return;
    }
    linked.add(place().resolve(parts[0]));
    if (parts[0].endsWith(".md")) {
      String anchor = parts.length == 2 ? "#" + parts[1] : "";
      link.setDestination(Place.ofMarkdown(parts[0]).path() + anchor);
    }
  }

  /** Returns the address of the page. */
  Place place() {
    return Place.ofMarkdown(file);
  }

  /** Returns the files of the project that the page links to. */
  List<String> linked() {
    return List.copyOf(linked);
  }

  /** Returns the text of the first heading. */
  String title() {
    return anchors.keySet().stream()
        .filter(node -> node instanceof Heading heading && heading.getLevel() == 1)
        .findFirst()
        .map(MarkdownPage::text)
        .orElse(file);
  }

  /** Returns the text of the first paragraph; empty if there is none. */
  String intro() {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Paragraph) {
        return text(node);
      }
    }
    return "";
  }

  /** Returns the first line of the first block of code, without its comment. */
  Optional<String> command() {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof FencedCodeBlock code) {
        return code.getLiteral().lines().findFirst().map(line -> line.replaceFirst(" +#.*", ""));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the page.
   *
   * @param pages by the words in code that name them, such as the id of a case
   */
  SitePage page(Map<String, Place> pages) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .nodeRendererFactory(context -> new CodeLinks(context, place(), pages))
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (anchors.containsKey(node)) {
                        attributes.put("id", anchors.get(node));
                      }
                      if (tag.equals("pre")) {
                        // It may scroll, also for users of a keyboard.
                        attributes.put("tabindex", "0");
                      }
                    })
            .build();
    String html =
        renderer
            .render(document)
            .replace(
                "<table>",
                "<div class=\"box\" tabindex=\"0\" role=\"group\"><table class=\"plain\">")
            .replace("</table>", "</table></div>");
    return new SitePage(place(), title(), html, entries());
  }

  /** One for each section, so that a search leads to the place and not to a long page. */
  private List<SitePage.Entry> entries() {
    List<SitePage.Entry> entries = new ArrayList<>();
    String address = place().path();
    String heading = title();
    StringBuilder said = new StringBuilder();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading next && next.getLevel() > 1) {
        entries.add(new SitePage.Entry("page", address, heading, said.toString()));
        address = place().path() + "#" + anchors.get(next);
        heading = title() + ": " + text(next);
        said.setLength(0);
      } else {
        said.append(text(node)).append('\n');
      }
    }
    entries.add(new SitePage.Entry("page", address, heading, said.toString()));
    return entries;
  }

  private static String text(Node node) {
    String text = TEXT.render(node).strip();
    // The renderer puts words in code into quotes.
    return node instanceof Heading ? text.replace("\"", "") : text;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  /** Returns whether a file of the project is a page of the site. */
  static boolean isMarkdown(Path file) {
    return file.toString().endsWith(".md");
  }
}
