/**
 * Testing of echo clients: the kit plays the server.
 *
 * <p>Holds what a client under test is. What the server does is in {@code client.script}, the
 * player in {@code client.play}, the judge in {@code client.judge}; the cases are in {@code suite},
 * the run is in {@code engine}. No report format and no command line may live here.
 */
@NullMarked
package dev.echospec.client;

import org.jspecify.annotations.NullMarked;
