/**
 * The recording middle: a relay between a client and a server that records what each side does.
 * {@link dev.echospec.tap.Relay} moves the bytes; whatever listens to it makes a text, a script or
 * a capture of what it saw.
 *
 * <p>The relay changes nothing that it can help, and judges nothing. Files, options and the way to
 * the terminal belong to {@code report} and {@code cli}.
 */
@NullMarked
package dev.echospec.tap;

import org.jspecify.annotations.NullMarked;
