package dev.echospec.diagnosis;

import java.util.Locale;

/**
 * The cases whose outcome a diagnosis reads. The cases themselves are declared in a higher package,
 * so a test holds these ids against the catalogue.
 */
public enum CaseReference {
  EMPTY("close/empty"),
  END_OF_STREAM("close/end-of-stream"),
  IMMEDIATE("close/immediate"),
  NOTHING_AFTER_END("close/nothing-after-end"),
  RELEASES("close/releases"),
  INDEPENDENT("concurrent/independent"),
  ISOLATION("concurrent/isolation"),
  STALLED_PEER("concurrent/stalled-peer"),
  NO_LEFTOVERS("disconnect/no-leftovers"),
  STORM("disconnect/storm"),
  MEMORY("endurance/memory"),
  BOUNDED_MEMORY("flow/bounded-memory"),
  LARGE("flow/large"),
  STALLED_READER("flow/stalled-reader"),
  KEPT_IN_USE("lifetime/kept-in-use"),
  COALESCED_WRITES("stream/coalesced-writes"),
  COMMAND_WORDS("stream/command-words"),
  FIRST_CONVERSATIONS("stream/first-conversations"),
  INTERACTIVE("stream/interactive"),
  LONG_LINES("stream/long-lines"),
  PING_PONG("stream/ping-pong"),
  PIPELINED("stream/pipelined"),
  READ_BOUNDARIES("stream/read-boundaries"),
  SILENT_UNTIL_SPOKEN_TO("stream/silent-until-spoken-to"),
  SLOW_WRITER("stream/slow-writer"),
  SPLIT_CHARACTER("stream/split-character"),
  ASCII_LETTERS("transform/ascii-letters"),
  BINARY("transform/binary"),
  EVERY_BYTE("transform/every-byte"),
  INVALID_UTF8("transform/invalid-utf8"),
  LENGTH("transform/length"),
  LINE_ENDINGS("transform/line-endings"),
  LOCALE("transform/locale"),
  ORDER("transform/order"),
  UTF8_TEXT("transform/utf8-text");

  private final String id;

  CaseReference(String id) {
    this.id = id;
  }

  /** Returns the id of the case, such as "close/empty". */
  public String id() {
    return id;
  }

  /** The sections that a heuristic asks for: the part of an id before the slash. */
  enum Section {
    CONCURRENT,
    FLOW,
    LIFETIME,
    SEQUENTIAL;

    boolean contains(String caseId) {
      return caseId.startsWith(name().toLowerCase(Locale.ROOT) + "/");
    }
  }
}
