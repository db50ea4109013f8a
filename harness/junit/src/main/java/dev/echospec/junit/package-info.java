/**
 * The cases as tests of other people's builds. {@link dev.echospec.junit.EchoServerContract} is a
 * class of JUnit Jupiter for a server in the test's own process, {@link
 * dev.echospec.junit.EchoFleet} the same for servers that are known at run time only; the engine
 * {@code echospec} runs the cases of a suite against the server that the build's properties name.
 *
 * <p>Nothing here needs the command line or a container engine.
 */
@NullMarked
package dev.echospec.junit;

import org.jspecify.annotations.NullMarked;
