/**
 * Faulty and odd echo clients that the kit tests itself with, run in process. Each faulty one has
 * one fault, as it is seen in public, and names the cases that must catch it; each odd one is
 * unusual and correct.
 *
 * <p>Nothing here knows how the kit plays the server: a client knows the address, the message and
 * its standard output.
 */
@NullMarked
package dev.echospec.zoo.client;

import org.jspecify.annotations.NullMarked;
