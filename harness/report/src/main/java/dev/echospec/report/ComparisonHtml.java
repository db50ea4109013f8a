package dev.echospec.report;

import dev.echospec.compare.Comparison;

/**
 * A comparison as one HTML file that needs nothing else: no network, no other file. What a server
 * sent or printed is shown as text wherever it stands; see {@link PageFrame} for the page's policy.
 */
public final class ComparisonHtml {
  private ComparisonHtml() {}

  /**
   * Returns the text of its comparison.html.
   *
   * @param comparison of a fleet
   */
  public static String write(Comparison comparison) {
    return PageFrame.withScript("comparison.js")
        .page("comparison.jte", ComparisonPage.of(comparison));
  }
}
