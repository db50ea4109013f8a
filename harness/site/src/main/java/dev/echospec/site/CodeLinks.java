package dev.echospec.site;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Makes a link of each word in code that is the id of a case or a cause. */
final class CodeLinks implements NodeRenderer {
  private final HtmlNodeRendererContext context;
  private final Place from;
  private final Map<String, Place> pages;

  /**
   * Creates a renderer for a page.
   *
   * @param context where it writes
   * @param from the address of the page
   * @param pages by the words that name them
   */
  CodeLinks(HtmlNodeRendererContext context, Place from, Map<String, Place> pages) {
    this.context = context;
    this.from = from;
    this.pages = pages;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Code.class);
  }

  @Override
  public void render(Node node) {
    String word = ((Code) node).getLiteral();
    Place page = isLinkable(node) ? pages.get(word) : null;
    if (page != null) {
      context.getWriter().tag("a", Map.of("href", from.to(page)));
    }
    context.getWriter().tag("code");
    context.getWriter().text(word);
    context.getWriter().tag("/code");
    if (page != null) {
      context.getWriter().tag("/a");
    }
  }

  private static boolean isLinkable(Node node) {
    for (Node above = node.getParent(); above != null; above = above.getParent()) {
      if (above instanceof Link) {
        return false;
      }
    }
    return true;
  }
}
