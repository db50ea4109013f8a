/**
 * Results as people and programs read them: one class a format, for a run and for a comparison.
 * {@link dev.echospec.report.CommandLineFormats} and {@link dev.echospec.report.ComparisonFolder}
 * list the formats that become files.
 *
 * <p>Text of servers is untrusted: each format escapes it in its own way. Nothing here opens a
 * socket, starts a process or changes a verdict.
 */
@NullMarked
package dev.echospec.report;

import org.jspecify.annotations.NullMarked;
