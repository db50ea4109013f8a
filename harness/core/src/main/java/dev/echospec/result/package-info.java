/**
 * The result of a run, and its formats: verdicts, failures and known failures as values, the
 * records that are {@code results.json} and the failure files property for property, and a failure
 * as text.
 *
 * <p>Nothing here plays, judges or prints. A {@code ...Entry} is a part of a file: its components
 * are the properties, so renaming one changes the format.
 */
@NullMarked
package dev.echospec.result;

import org.jspecify.annotations.NullMarked;
