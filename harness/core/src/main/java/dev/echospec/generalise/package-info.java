/**
 * Finds the class of scripts that show a fault: varies a shrunk script in one dimension after the
 * other, asks whether each variant fails as well, and says in sentences what was measured. What was
 * not played is not claimed.
 *
 * <p>This package plays nothing itself and knows no server and no client: the caller passes a
 * {@link dev.echospec.generalise.Trial}.
 */
@NullMarked
package dev.echospec.generalise;

import org.jspecify.annotations.NullMarked;
