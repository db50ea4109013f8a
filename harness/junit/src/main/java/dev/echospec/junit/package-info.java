/**
 * The conformance suite in other people's builds: a JUnit Platform engine that runs the cases
 * against the server that the build's properties name, with one test for each case.
 *
 * <p>Nothing here needs the command line, the reports or a container engine.
 */
@NullMarked
package dev.echospec.junit;

import org.jspecify.annotations.NullMarked;
