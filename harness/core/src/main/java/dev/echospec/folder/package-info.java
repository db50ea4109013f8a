/**
 * The folder of a report: it is claimed before a run, holds what is known by now at any moment, and
 * is released at the end. {@code results.json} and the failure files are written by this package;
 * formats that need libraries of their own are found as {@link dev.echospec.folder.RunFormats}.
 *
 * <p>No other package writes into such a folder. Nothing here prints or judges.
 */
@NullMarked
package dev.echospec.folder;

import org.jspecify.annotations.NullMarked;
