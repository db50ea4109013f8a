/**
 * Runs a client once against a server script and records what was seen. Sockets, processes and
 * threads of client tests live here and nowhere else; verdicts do not.
 */
@NullMarked
package dev.echospec.client.play;

import org.jspecify.annotations.NullMarked;
