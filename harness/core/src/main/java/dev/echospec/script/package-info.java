/**
 * What the client does in a test, as immutable data: a {@link dev.echospec.script.Script} is a list
 * of {@link dev.echospec.script.Step}s. It has an equality, a JSON form and a printed form, so a
 * failure can be kept in a file and played again without jqwik.
 *
 * <p>This package also owns how bytes and text are made safe to print, and the strict JSON reader,
 * since everything that reads or prints depends on it. It does no I/O and imports no other package
 * of the kit.
 */
@NullMarked
package dev.echospec.script;

import org.jspecify.annotations.NullMarked;
