package dev.echospec.site;

import java.util.List;

/**
 * A page of the site.
 *
 * @param place its address
 * @param title its heading, as plain text
 * @param html the content below the header of the site
 * @param entries what the search finds of it, at least one
 */
record SitePage(Place place, String title, String html, List<Entry> entries) {
  /**
   * What the search finds.
   *
   * @param kind "case", "cause" or "page"
   * @param address relative to the top of the site, with the anchor of a section
   * @param title what a result shows
   * @param text what is searched beside the title
   */
  record Entry(String kind, String address, String title, String text) {}
}
