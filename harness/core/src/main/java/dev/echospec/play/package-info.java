/**
 * Plays a script against a server and records what happens: {@link dev.echospec.play.Player} in,
 * {@link dev.echospec.play.Transcript} out. This is the only package that sends the bytes of a
 * script over a socket.
 *
 * <p>Every wait has a deadline. Received bytes are compared as they arrive and are not kept while
 * they match, so memory does not grow with a stream. Nothing here decides what is allowed: that is
 * {@code judge}.
 */
@NullMarked
package dev.echospec.play;

import org.jspecify.annotations.NullMarked;
