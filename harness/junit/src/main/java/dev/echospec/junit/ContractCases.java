package dev.echospec.junit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A test for each case. Generated: see ContractCasesTest. */
abstract class ContractCases {
  ContractCases() {}

  /** Runs a case. */
  abstract void perform(String id);

  /** The letters a to z come back as A to Z; every other printable ASCII character as it is. */
  @Test
  @DisplayName("transform/ascii-letters")
  protected void transform_asciiLetters() {
    perform("transform/ascii-letters");
  }

  /**
   * Binary data of any size comes back; no byte is special, not NUL, end-of-file characters, 0xff,
   * escape or format sequences.
   */
  @Test
  @DisplayName("transform/binary")
  protected void transform_binary() {
    perform("transform/binary");
  }

  /** The echo of two texts in one conversation is their echoes one after the other. */
  @Test
  @DisplayName("transform/concatenation")
  protected void transform_concatenation() {
    perform("transform/concatenation");
  }

  /**
   * Each of the 256 byte values comes back, alone and among all the others; only 0x61 to 0x7a
   * change.
   */
  @Test
  @DisplayName("transform/every-byte")
  protected void transform_everyByte() {
    perform("transform/every-byte");
  }

  /** The echo of an echo is that echo again. */
  @Test
  @DisplayName("transform/idempotent")
  protected void transform_idempotent() {
    perform("transform/idempotent");
  }

  /** Bytes that are not UTF-8 pass as they are: cut, overlong, lone continuation bytes. */
  @Test
  @DisplayName("transform/invalid-utf8")
  protected void transform_invalidUtf8() {
    perform("transform/invalid-utf8");
  }

  /** As many bytes come back as were sent. */
  @Test
  @DisplayName("transform/length")
  protected void transform_length() {
    perform("transform/length");
  }

  /** CR, LF, CR LF and a missing line end come back as they were sent. */
  @Test
  @DisplayName("transform/line-endings")
  protected void transform_lineEndings() {
    perform("transform/line-endings");
  }

  /** i becomes I, whatever the locale that the server runs in. */
  @Test
  @DisplayName("transform/locale")
  protected void transform_locale() {
    perform("transform/locale");
  }

  /** The bytes come back in the order in which they were sent. */
  @Test
  @DisplayName("transform/order")
  protected void transform_order() {
    perform("transform/order");
  }

  /** Text beyond ASCII passes as it is, but for its ASCII letters. */
  @Test
  @DisplayName("transform/utf8-text")
  protected void transform_utf8Text() {
    perform("transform/utf8-text");
  }

  /** What was sent is echoed while the connection stays open. */
  @Test
  @DisplayName("stream/interactive")
  protected void stream_interactive() {
    perform("stream/interactive");
  }

  /** Several messages that arrive in one piece all come back. */
  @Test
  @DisplayName("stream/coalesced-writes")
  protected void stream_coalescedWrites() {
    perform("stream/coalesced-writes");
  }

  /**
   * No word is a command: quit, STOP, EHLO and hundreds like them come back, and the connection
   * serves on.
   */
  @Test
  @DisplayName("stream/command-words")
  protected void stream_commandWords() {
    perform("stream/command-words");
  }

  /**
   * The first, the second and the third conversation after the start of the server are as exact as
   * any other, and so is whatever the kit itself asks it.
   */
  @Test
  @DisplayName("stream/first-conversations")
  protected void stream_firstConversations() {
    perform("stream/first-conversations");
  }

  /** A megabyte without a line end comes back like any other. */
  @Test
  @DisplayName("stream/long-lines")
  protected void stream_longLines() {
    perform("stream/long-lines");
  }

  /** Bytes that are written one by one come back like any others. */
  @Test
  @DisplayName("stream/one-byte-writes")
  protected void stream_oneByteWrites() {
    perform("stream/one-byte-writes");
  }

  /** Many rounds on one connection, of varied size, each answered before the next is sent. */
  @Test
  @DisplayName("stream/ping-pong")
  protected void stream_pingPong() {
    perform("stream/ping-pong");
  }

  /** Many writes may be sent before the first echo is read; all come back, in order. */
  @Test
  @DisplayName("stream/pipelined")
  protected void stream_pipelined() {
    perform("stream/pipelined");
  }

  /**
   * One write comes back whole whatever its length: around 16, 512, 1024, 1460, 4096 … 131072 bytes
   * as well.
   */
  @Test
  @DisplayName("stream/read-boundaries")
  protected void stream_readBoundaries() {
    perform("stream/read-boundaries");
  }

  /** The echo depends only on the bytes sent, never on how they were cut into writes. */
  @Test
  @DisplayName("stream/segmentation")
  protected void stream_segmentation() {
    perform("stream/segmentation");
  }

  /** The server sends nothing but the echo: no greeting, no prompt, at no time. */
  @Test
  @DisplayName("stream/silent-until-spoken-to")
  protected void stream_silentUntilSpokenTo() {
    perform("stream/silent-until-spoken-to");
  }

  /** A client may pause between its writes; nothing is lost, changed or cut off. */
  @Test
  @DisplayName("stream/slow-writer")
  protected void stream_slowWriter() {
    perform("stream/slow-writer");
  }

  /** A character of several bytes survives being cut by a read or between two writes. */
  @Test
  @DisplayName("stream/split-character")
  protected void stream_splitCharacter() {
    perform("stream/split-character");
  }

  /** A client that connects and half-closes without a byte gets the end of stream, not a byte. */
  @Test
  @DisplayName("close/empty")
  protected void close_empty() {
    perform("close/empty");
  }

  /**
   * Once the client has half-closed and has its echo, the server closes too, in an orderly way and
   * not with a reset.
   */
  @Test
  @DisplayName("close/end-of-stream")
  protected void close_endOfStream() {
    perform("close/end-of-stream");
  }

  /**
   * After the client's half-close, sent right behind the data, everything that is owed still comes,
   * then the end of stream.
   */
  @Test
  @DisplayName("close/half-close-drains")
  protected void close_halfCloseDrains() {
    perform("close/half-close-drains");
  }

  /** Clients that connect and close at once, a hundred of them, do not stop the server. */
  @Test
  @DisplayName("close/immediate")
  protected void close_immediate() {
    perform("close/immediate");
  }

  /**
   * The server neither closes, resets nor falls silent while the client has not closed: not after a
   * message, not after seconds of idleness.
   */
  @Test
  @DisplayName("close/no-early-close")
  protected void close_noEarlyClose() {
    perform("close/no-early-close");
  }

  /** After the echo comes not one byte more, neither at once nor at the end. */
  @Test
  @DisplayName("close/nothing-after-end")
  protected void close_nothingAfterEnd() {
    perform("close/nothing-after-end");
  }

  /**
   * After many conversations the server holds no more descriptors, threads, child processes or
   * zombies than before.
   */
  @Test
  @DisplayName("close/releases")
  protected void close_releases() {
    perform("close/releases");
  }

  /** A server whose answers are not read stops reading, instead of queueing them without bound. */
  @Test
  @DisplayName("flow/bounded-memory")
  protected void flow_boundedMemory() {
    perform("flow/bounded-memory");
  }

  /** A client that half-closes with megabytes still owed, and reads later, gets all of them. */
  @Test
  @DisplayName("flow/half-close-while-owed")
  protected void flow_halfCloseWhileOwed() {
    perform("flow/half-close-while-owed");
  }

  /**
   * 64 MiB, in a thorough run 1 GiB, come back whole while they are sent and read at the same time.
   */
  @Test
  @DisplayName("flow/large")
  protected void flow_large() {
    perform("flow/large");
  }

  /** A client that reads slowly at first, and then catches up, gets everything. */
  @Test
  @DisplayName("flow/slow-reader")
  protected void flow_slowReader() {
    perform("flow/slow-reader");
  }

  /**
   * A client that stops reading for more than a second, with 24 MiB on their way, gets all of them
   * when it reads again.
   */
  @Test
  @DisplayName("flow/stalled-reader")
  protected void flow_stalledReader() {
    perform("flow/stalled-reader");
  }

  /**
   * How many bytes the server takes from a client that has not read any; all of them come back when
   * it reads.
   */
  @Test
  @DisplayName("flow/write-before-read")
  protected void flow_writeBeforeRead() {
    perform("flow/write-before-read");
  }

  /** A client that leaves with megabytes on their way leaves the server serving the next. */
  @Test
  @DisplayName("disconnect/close-during-large-echo")
  protected void disconnect_closeDuringLargeEcho() {
    perform("disconnect/close-during-large-echo");
  }

  /** A client that closes without reading its echo leaves the server serving the next. */
  @Test
  @DisplayName("disconnect/close-with-unread-echo")
  protected void disconnect_closeWithUnreadEcho() {
    perform("disconnect/close-with-unread-echo");
  }

  /** Bytes of a conversation that was aborted never reach the next client. */
  @Test
  @DisplayName("disconnect/no-leftovers")
  protected void disconnect_noLeftovers() {
    perform("disconnect/no-leftovers");
  }

  /** A client that connects and resets at once leaves the server serving the next. */
  @Test
  @DisplayName("disconnect/reset-before-data")
  protected void disconnect_resetBeforeData() {
    perform("disconnect/reset-before-data");
  }

  /** A client that resets in the middle of a conversation leaves the server serving the next. */
  @Test
  @DisplayName("disconnect/reset-mid-stream")
  protected void disconnect_resetMidStream() {
    perform("disconnect/reset-mid-stream");
  }

  /** After two hundred abrupt ends in a row the next client is served. */
  @Test
  @DisplayName("disconnect/storm")
  protected void disconnect_storm() {
    perform("disconnect/storm");
  }

  /** A burst of a hundred connects is served, all of it, in the end. */
  @Test
  @DisplayName("concurrent/burst")
  protected void concurrent_burst() {
    perform("concurrent/burst");
  }

  /** Eight, then up to sixty-four conversations, interleaved step by step, are each exact. */
  @Test
  @DisplayName("concurrent/independent")
  protected void concurrent_independent() {
    perform("concurrent/independent");
  }

  /** No byte of one connection ever appears on another. */
  @Test
  @DisplayName("concurrent/isolation")
  protected void concurrent_isolation() {
    perform("concurrent/isolation");
  }

  /**
   * A thousand clients, in a thorough run ten thousand, may be connected at once, and each is
   * served.
   */
  @Test
  @DisplayName("concurrent/many")
  protected void concurrent_many() {
    perform("concurrent/many");
  }

  /** Sixty clients that send a byte now and then do not keep another from being served. */
  @Test
  @DisplayName("concurrent/slow-loris")
  protected void concurrent_slowLoris() {
    perform("concurrent/slow-loris");
  }

  /**
   * Clients that say nothing, and clients that never read what they are owed, do not hold up the
   * others.
   */
  @Test
  @DisplayName("concurrent/stalled-peer")
  protected void concurrent_stalledPeer() {
    perform("concurrent/stalled-peer");
  }

  /** A second client waits, and is served once the first has ended. */
  @Test
  @DisplayName("sequential/next-in-line")
  protected void sequential_nextInLine() {
    perform("sequential/next-in-line");
  }

  /** How many clients are taken into the line while one is served. */
  @Test
  @DisplayName("sequential/queue")
  protected void sequential_queue() {
    perform("sequential/queue");
  }

  /** Thousands of short conversations, one after the other, are each exact. */
  @Test
  @DisplayName("endurance/churn")
  protected void endurance_churn() {
    perform("endurance/churn");
  }

  /** Ten thousand messages on one connection are each exact. */
  @Test
  @DisplayName("endurance/long-lived")
  protected void endurance_longLived() {
    perform("endurance/long-lived");
  }

  /** The memory of the server does not grow with the bytes that it echoes. */
  @Test
  @DisplayName("endurance/memory")
  protected void endurance_memory() {
    perform("endurance/memory");
  }

  /** Whatever several clients do at once, each is owed its echo and gets it. */
  @Test
  @DisplayName("model/many-connections")
  protected void model_manyConnections() {
    perform("model/many-connections");
  }

  /** Whatever one client does after another, each is owed its echo and gets it. */
  @Test
  @DisplayName("model/one-connection")
  protected void model_oneConnection() {
    perform("model/one-connection");
  }

  /** How soon the stream ends behind the client's half-close, and how. */
  @Test
  @DisplayName("behaviour/end")
  protected void behaviour_end() {
    perform("behaviour/end");
  }

  /**
   * Whether the server ends a connection on which nothing happens: within 2 seconds, in a thorough
   * run 90.
   */
  @Test
  @DisplayName("behaviour/idle")
  protected void behaviour_idle() {
    perform("behaviour/idle");
  }

  /**
   * How much of a long message comes back at first, which is what the server seems to read at once.
   */
  @Test
  @DisplayName("behaviour/read-size")
  protected void behaviour_readSize() {
    perform("behaviour/read-size");
  }

  /**
   * How many short messages come back a second, each sent when the one before is back, held against
   * the reference server here and now.
   */
  @Test
  @DisplayName("behaviour/round-trips")
  protected void behaviour_roundTrips() {
    perform("behaviour/round-trips");
  }

  /**
   * How many bytes come back a second while they are sent, held against the reference server here
   * and now.
   */
  @Test
  @DisplayName("behaviour/throughput")
  protected void behaviour_throughput() {
    perform("behaviour/throughput");
  }

  /**
   * A connection on which nothing is sent stays open, and serves when it is used again. One
   * connection is kept through the whole run, at least 6 s; where the server serves one client at a
   * time, it is kept for 2.5 s, with --thorough for 10 s.
   */
  @Test
  @DisplayName("lifetime/kept-idle")
  protected void lifetime_keptIdle() {
    perform("lifetime/kept-idle");
  }

  /**
   * A connection that is used now and then stays open, however old it is. One connection is kept
   * through the whole run, at least 6 s; where the server serves one client at a time, it is kept
   * for 2.5 s, with --thorough for 10 s.
   */
  @Test
  @DisplayName("lifetime/kept-in-use")
  protected void lifetime_keptInUse() {
    perform("lifetime/kept-in-use");
  }
}
