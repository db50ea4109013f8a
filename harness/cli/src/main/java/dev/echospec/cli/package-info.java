/**
 * The command line: one class a command, the options that commands share, exit statuses, and what
 * surrounds a run: interruption, the terminal, a GitHub workflow.
 *
 * <p>Commands read options, call the packages below, and print. No other package imports this one.
 */
@NullMarked
package dev.echospec.cli;

import org.jspecify.annotations.NullMarked;
