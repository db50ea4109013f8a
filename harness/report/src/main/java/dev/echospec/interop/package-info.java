/**
 * A client and a server that really talk: the client is run once, through the relay of {@code tap},
 * and what it did is judged as in its own run.
 *
 * <p>Which clients and servers there are, and whose fault it is if they do not get along, is not
 * known here.
 */
@NullMarked
package dev.echospec.interop;

import org.jspecify.annotations.NullMarked;
