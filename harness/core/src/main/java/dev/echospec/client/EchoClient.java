package dev.echospec.client;

import java.io.OutputStream;
import java.net.InetSocketAddress;

/**
 * An echo client in this virtual machine, as the kit tests one: what a client program does in one
 * run, without the process.
 *
 * <p>The kit plays the server. For each run it opens a listener of its own, calls {@link #run} once
 * in a thread of its own, and records what arrives, how the connection ends, what is written to
 * {@code stdout}, and the processor time of that thread. Several runs may be under way at once, so
 * an implementation keeps no state between runs.
 *
 * <p>A run has a deadline. When it is over, the kit resets its ends of all connections, closes the
 * listener and interrupts the thread; the client must then return or throw within a second. A read
 * or write that blocks on a connection ends by the reset; a loop must ask {@link
 * Thread#isInterrupted()}, and a wait must end by {@link InterruptedException}. The client closes
 * all sockets that it opened before it returns, unless keeping them open is its fault.
 */
@FunctionalInterface
public interface EchoClient {
  /**
   * Sends the message, prints the echo, and returns.
   *
   * @param server where to connect; resolved, and {@link InetSocketAddress#getHostString()} is the
   *     host as a user would have written it, such as {@code localhost}, {@code 127.0.0.1} or
   *     {@code ::1}
   * @param message bytes to send, of any value and number, zero included; not to be changed
   * @param stdout takes what the client prints; writes never block and never fail, and bytes count
   *     as printed when they were written to it
   * @return the exit status, from 0; 127 means that the client does not support this run
   * @throws Exception counts as exit status 1, with the exception's text as stderr
   */
  int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception;
}
