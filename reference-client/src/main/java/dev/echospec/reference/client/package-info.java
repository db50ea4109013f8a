/**
 * A correct echo client, as a class and as a program: it sends one text, reads until as many bytes
 * have come back, and says how the exchange ended. It does not judge the bytes.
 *
 * <p>It uses the JDK only and knows nothing of the kit or of the reference server.
 */
package dev.echospec.reference.client;
