/**
 * Judges what was seen of a client, and names the likely cause of what was wrong. Pure functions of
 * a script and a transcript: no sockets, threads or clocks may live here.
 */
@NullMarked
package dev.echospec.client.judge;

import org.jspecify.annotations.NullMarked;
