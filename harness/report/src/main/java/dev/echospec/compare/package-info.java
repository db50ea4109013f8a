/**
 * Several servers side by side: the fleet file, a process for each member's run, the results.json
 * that it leaves, and what follows from all of them: behaviours, clusters, and changes since an
 * earlier comparison.
 *
 * <p>A member is judged by its own run only; nothing here looks at a server. What is shown is in
 * {@code dev.echospec.report}.
 */
@NullMarked
package dev.echospec.compare;

import org.jspecify.annotations.NullMarked;
