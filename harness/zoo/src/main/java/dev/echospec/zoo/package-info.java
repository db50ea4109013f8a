/**
 * Echo servers that the kit is tested with: faulty ones ({@link dev.echospec.zoo.Fault}), each with
 * the cases that must catch it, the words that must name it and its cause; and odd but correct ones
 * ({@link dev.echospec.zoo.Odd}), which no case may blame. One class holds the servers of a family.
 *
 * <p>A server here uses sockets only and knows nothing of scripts, the player or the judge. What it
 * does wrong is in its code, never in a switch that the kit can see.
 */
@NullMarked
package dev.echospec.zoo;

import org.jspecify.annotations.NullMarked;
