/**
 * Known failures: reads their file, matches them with the results of a run, and tells which of them
 * are stale. What a known failure is belongs to {@code result}; nothing here prints or runs
 * anything.
 */
@NullMarked
package dev.echospec.expect;

import org.jspecify.annotations.NullMarked;
