/**
 * Captures of real packets: dumpcap or tcpdump, started before a conversation and ended after it.
 * {@link dev.echospec.capture.ConversationCapture} is what a replay is given.
 *
 * <p>The kit reads and writes no packets here; what a relay sees is recorded by {@code tap}, which
 * has nothing to do with this.
 */
@NullMarked
package dev.echospec.capture;

import org.jspecify.annotations.NullMarked;
