/**
 * A correct echo server, as a class and as a program. The kit's oracle is its {@link
 * dev.echospec.reference.server.Transform}, and its tests use it as the server that no case may
 * blame.
 *
 * <p>It uses the JDK only and knows nothing of the kit: no scripts, no cases, no settings for
 * tests.
 */
package dev.echospec.reference.server;
