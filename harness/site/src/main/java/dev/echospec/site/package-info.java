/**
 * The documentation site: the pages of the project, and one page for each case and each cause,
 * rendered in the build as static HTML with a search.
 *
 * <p>Nothing here is on the class path of a run. A page's text comes from a Markdown file, an
 * annotation or a cause and is never written twice.
 */
@NullMarked
package dev.echospec.site;

import org.jspecify.annotations.NullMarked;
