package dev.echospec.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * The faults that a diagnosis can name. The first text of a constant says what is wrong, the second
 * how to fix it; the cases are those that fail wherever this is the cause.
 */
public enum Cause {
  // Which bytes come back
  NO_UPPER_CASE(
      "the server does not upper-case: letters come back as they are, or in lower case",
      "Apply the transformation: bytes.upper() in Python, b - 32 for 'a' to 'z' elsewhere. A server"
          + " that means to answer the same bytes is checked with --profile rfc862.",
      CaseReference.ASCII_LETTERS),
  SWAPS_CASE(
      "the server changes letters that are upper-case already: it swaps or lowers the case",
      "Change 'a' to 'z' only; do not flip bit 0x20 of every letter.",
      CaseReference.EVERY_BYTE),
  LETTER_RANGE(
      "the range of letters that the server upper-cases is off by one",
      "Compare with 'a' <= b and b <= 'z', both included.",
      CaseReference.EVERY_BYTE),
  CLEARS_BIT_FIVE(
      "the server clears bit 0x20 of every byte, whether it is a letter or not",
      "Check that a byte is between 'a' and 'z' before changing it.",
      CaseReference.EVERY_BYTE),
  UPPER_CASES_BEYOND_ASCII(
      "the server upper-cases single bytes beyond ASCII (0xe0 to 0xfe), as Latin-1 letters or by a"
          + " check that ignores the top bit",
      "Change 0x61 to 0x7a only; do not call toupper under a locale other than C.",
      CaseReference.EVERY_BYTE),
  STRIPS_EIGHTH_BIT(
      "the server strips the eighth bit of each byte",
      "Keep all eight bits: no & 0x7f, no seven-bit codec, no mail or terminal layer.",
      CaseReference.EVERY_BYTE),
  SIGNED_BYTES(
      "the server takes bytes for signed numbers and drops the sign",
      "Use unsigned bytes: b & 0xff in Java, unsigned char in C; no abs().",
      CaseReference.EVERY_BYTE),
  DEPENDS_ON_PLACE(
      "whether a letter is upper-cased depends on where it stands: on its place in a block or in the"
          + " conversation, not on the byte alone",
      "Treat every byte alike; look for a block loop without the loop for what is left over, or a"
          + " counter that should not be there."),
  UNICODE_UPPER_CASE(
      "the server upper-cases letters beyond ASCII as Unicode does (é to É, ß to SS, ﬁ to FI)",
      "Upper-case the bytes, not decoded text: data.upper() on bytes, or only 'a' to 'z'.",
      CaseReference.UTF8_TEXT),
  NORMALISES_UNICODE(
      "the server normalises Unicode: it composes or takes apart letters and their marks",
      "Leave out the normalisation, or do not decode at all.",
      CaseReference.UTF8_TEXT),
  LOCALE(
      "the server upper-cases by the rules of a locale, such as Turkish (i to İ) or Lithuanian",
      "Upper-case bytes, or name a neutral locale: toUpperCase(Locale.ROOT), LC_ALL=C.",
      CaseReference.LOCALE),
  QUESTION_MARKS(
      "the server re-encodes text in a character set that lacks some characters: they come back as ?",
      "Pass bytes through; where text is needed, decode and encode with the same full encoding.",
      CaseReference.UTF8_TEXT),
  REPLACES_MALFORMED(
      "the server decodes what it reads as UTF-8 and answers U+FFFD for what is not",
      "Do not decode what is to be echoed; let only the log replace what it cannot decode.",
      CaseReference.INVALID_UTF8),
  DROPS_MALFORMED(
      "the server decodes what it reads as UTF-8 and drops what is not",
      "Do not decode what is to be echoed; errors='ignore' loses data.",
      CaseReference.INVALID_UTF8),
  LENIENT_UTF8(
      "the server decodes UTF-8 too leniently: overlong forms become other characters",
      "Do not decode what is to be echoed, or use the decoder of the standard library.",
      CaseReference.INVALID_UTF8),
  ENCODES_TWICE(
      "the server takes each byte for a Latin-1 character and answers it in UTF-8",
      "Decode and encode with the same encoding, or leave the bytes as they are.",
      CaseReference.EVERY_BYTE),
  DECODES_EACH_READ(
      "the server decodes each read as UTF-8 by itself",
      "Do not decode single reads: echo bytes, and let the log replace what it cannot decode"
          + " (errors='replace'); or use an incremental decoder.",
      CaseReference.SPLIT_CHARACTER),
  STRICT_UTF8(
      "the server decodes what it reads as strict UTF-8 and ends at bytes that are not",
      "Do not decode what is to be echoed; in the log use errors='replace' or a hex dump, and catch"
          + " the error for one connection.",
      CaseReference.INVALID_UTF8),
  BYTE_ORDER_MARK(
      "the server writes a byte-order mark before its first answer, or swallows one that it reads",
      "Echo bytes; name an encoding without a mark: utf-8 and not utf-8-sig, UTF-16BE and not UTF-16."),
  NUL_TERMINATED(
      "the server treats what it reads as a NUL-terminated string",
      "Pass the count that the read returned, not strlen; use memcpy and write, not strcpy and"
          + " fputs.",
      CaseReference.EVERY_BYTE),
  FIRST_MESSAGE_OF_READ(
      "the server answers only the first line or message of what a read gave and drops the rest",
      "Echo all bytes that a read gave, or keep the rest for the next turn.",
      CaseReference.COALESCED_WRITES),
  END_OF_FILE_CHARACTER(
      "the server takes an end-of-file character (control-D or control-Z) for the end of the input",
      "Open streams in binary mode; do not put a terminal in between.",
      CaseReference.EVERY_BYTE),
  FLOW_CONTROL_BYTES(
      "a terminal line with software flow control (XON, XOFF) swallows bytes",
      "Put the line into raw mode, without IXON and IXOFF, or leave the terminal out.",
      CaseReference.EVERY_BYTE),
  LINE_EDITING(
      "a terminal's line editing is at work: backspace or delete erases what was typed",
      "Put the terminal into raw mode, or leave it out.",
      CaseReference.EVERY_BYTE),
  BYTE_FF(
      "the server treats the byte 0xff as something else: as EOF in a signed char, or as a telnet"
          + " command",
      "Keep the result of getchar in an int; do not use a telnet library for an echo.",
      CaseReference.EVERY_BYTE),
  PRINTF(
      "the server uses what it reads as a format string: % sequences are expanded",
      "Never give received bytes to printf as its format: use write, or \"%.*s\".",
      CaseReference.BINARY),
  BACKSLASH_ESCAPES(
      "the server interprets backslash escapes in what it reads",
      "Do not unescape: echo -e, eval and string literals are no place for received bytes.",
      CaseReference.BINARY),
  LINE_ENDING_TRANSLATION(
      "the server translates line endings (CR LF and LF)",
      "Open streams in binary mode, or switch newline translation off (newline='' in Python).",
      CaseReference.LINE_ENDINGS),
  TRIMS_LINE_ENDS(
      "the server strips line ends off what it reads",
      "Leave out strip, chomp and readline: echo the bytes as they came.",
      CaseReference.LINE_ENDINGS),
  APPENDS_LINE_END(
      "the server adds a line end of its own",
      "Write what was read and nothing else: print with end='', write instead of println or puts.",
      CaseReference.LENGTH),
  APPENDS_NUL(
      "the server sends a NUL of its own: a string's terminator, or padding",
      "Write count bytes, not count + 1 and not sizeof buffer.",
      CaseReference.LENGTH),
  WRAPS_LINES(
      "the server wraps long lines: it puts line ends into them",
      "Leave out the text formatting, such as a MIME or Base64 writer.",
      CaseReference.LENGTH),
  GREETING(
      "the server greets: it speaks before it was spoken to",
      "Write diagnostics to the log, not to the socket.",
      CaseReference.SILENT_UNTIL_SPOKEN_TO),
  PROMPT_OR_FAREWELL(
      "the server sends words of its own behind the echo: a prompt or a farewell",
      "Write what was read and nothing else.",
      CaseReference.NOTHING_AFTER_END),
  REORDERS(
      "the server sends the right bytes in the wrong order",
      "Let one thread write to a connection, in the order of reading; do not swap bytes of words.",
      CaseReference.ORDER),

  // A byte stream, not messages
  STALE_BUFFER(
      "the server sends more of its buffer than the last read gave: old bytes come again",
      "Write count bytes of the buffer, where count is what the read returned.",
      CaseReference.PING_PONG),
  REPEATS_BYTES(
      "the server sends a part of its answer twice, as after a short write that was begun again",
      "After a short write go on behind what was written, not at the start of the buffer."),
  FIRST_READ_ONLY(
      "the server answers its first read only",
      "Read and answer in a loop until a read gives the end of stream.",
      CaseReference.PING_PONG),
  FIRST_WRITE_LOST(
      "the server loses the first bytes that a client sends, and answers the later ones",
      "Echo what the first read gave as well: a handshake or a look at the protocol must not eat it.",
      CaseReference.PING_PONG),
  DROPS_BEYOND_BUFFER(
      "the server drops what exceeds its buffer",
      "Read until the end of stream with a buffer of fixed size; keep what does not fit.",
      CaseReference.READ_BOUNDARIES),
  FULL_READ_MEANS_MORE(
      "the server takes a full buffer for a sign that more follows, and loses it when the end comes",
      "Answer each read by itself; a message may be exactly as long as the buffer.",
      CaseReference.READ_BOUNDARIES),
  LINE_LENGTH_LIMIT(
      "the server has a limit to the length of a line, or of what it holds at once",
      "Read bytes, not lines: readline, fgets and the like have limits.",
      CaseReference.LONG_LINES),
  WRONG_AT_OFFSET(
      "the server goes wrong at a certain place in a conversation, as when a counter overflows",
      "Look for a counter, an offset or a table of that size."),
  LIMIT_PER_CONNECTION(
      "the server has a limit to the messages or bytes of one connection, and then closes or falls"
          + " silent",
      "Loop until the end of stream; leave out quotas and maximums of a connection."),
  RATE_LIMIT(
      "the server turns down messages that come fast, one behind the other",
      "Leave out the limit, or let what comes too fast wait."),
  DROPS_SHORT_READS(
      "the server takes a read of few bytes for something else and drops it",
      "A read may give any number of bytes: echo all of them."),
  DROPS_WHILE_BUSY(
      "the server drops input that comes while it works on an earlier answer",
      "Read what came when its turn comes; never flush or skip input.",
      CaseReference.PIPELINED),
  BUFFER_REUSED(
      "the server reads into a buffer that it has not written yet: later bytes come in the place of"
          + " earlier ones",
      "Read again only once the write has completed, or copy what is to be written."),
  FRAMING_BY_SILENCE(
      "the server tells messages apart by silence, and loses bytes after a pause",
      "Give pauses no meaning.",
      CaseReference.SLOW_WRITER),
  COMMAND_WORD(
      "the server takes a word of what it reads for a command",
      "Compare nothing of what was read with words: an echo server has no protocol, and a"
          + " conversation ends at the end of stream only.",
      CaseReference.COMMAND_WORDS),
  FALSY_END(
      "the server takes a message that counts as false, such as a lone \"0\", for the end",
      "Compare what was read with the empty string or its length with 0: defined in Perl, === in PHP"
          + " and JavaScript."),
  LIMITED_LIFETIME(
      "the server ends each connection some time after it began, also one that is in use",
      "Set no deadline for a connection as a whole; a time-out counts from the latest byte.",
      CaseReference.KEPT_IN_USE),
  FIRST_CONVERSATIONS(
      "the server goes wrong in one of the first conversations after its start",
      "Look for a flag, a counter or a set-up that only the first clients meet: a conversation owes"
          + " nothing to those before it.",
      CaseReference.FIRST_CONVERSATIONS),
  CLOSES_WHEN_IDLE(
      "the server closes a connection that is idle for a short while",
      "Set no read time-out, or one of minutes."),
  LINE_BUFFERED(
      "the server answers a line only once it is complete",
      "Read bytes, not lines: recv instead of readline, fgets or a scanner.",
      CaseReference.INTERACTIVE),
  HOLDS_LAST_BYTE(
      "the server holds the last byte back until another one comes",
      "Answer all bytes that a read gave, without a look-ahead.",
      CaseReference.INTERACTIVE),
  ONE_MESSAGE_LATE(
      "the server answers one message late: the echo of a message comes with the next one",
      "Write as soon as something is to be written: look for a wake-up that is lost, or an event that"
          + " is handled before the data is there.",
      CaseReference.INTERACTIVE),
  UNFLUSHED_BUFFER(
      "the server gathers its answers in a buffer and does not flush it",
      "Flush after each write, or do not buffer output at all.",
      CaseReference.INTERACTIVE),
  HOLDS_ANSWER_BACK(
      "the server holds its answer back until more comes: a line end, a full buffer or the end of the"
          + " input",
      "Answer each read at once and flush: recv instead of readline or read to the end, no buffered"
          + " output without flush.",
      CaseReference.INTERACTIVE),
  NEEDS_LINE_END(
      "the server answers complete lines only, and drops a last line without a line end",
      "Read bytes, not lines.",
      CaseReference.INTERACTIVE,
      CaseReference.LINE_ENDINGS),
  WAITS_FOR_THE_END(
      "the server answers nothing before the client has ended",
      "Answer each read at once instead of reading all of the input first.",
      CaseReference.INTERACTIVE),
  EXPECTS_A_MESSAGE(
      "the server answers neither a byte nor a line: it waits for messages of a fixed size or of a"
          + " protocol of its own, or never writes",
      "Echo whatever a read gives, be it a single byte."),

  // The end of a conversation
  NEVER_CLOSES(
      "the server never closes a connection",
      "Close on every path when a read gives the end of stream (finally, defer, with); after a fork"
          + " close the parent's copy, too.",
      CaseReference.END_OF_STREAM),
  KEEPS_EMPTY_CONNECTIONS(
      "the server does not close a connection on which nothing was sent",
      "Take an empty first read for the end, as any other.",
      CaseReference.EMPTY),
  RESETS_INSTEAD_OF_CLOSING(
      "the server resets connections instead of closing them: SO_LINGER 0, or unread input",
      "Leave SO_LINGER alone; read to the end of stream before closing.",
      CaseReference.END_OF_STREAM),
  CLOSES_AFTER_MESSAGE(
      "the server closes after its first answer",
      "Read and answer in a loop until a read gives the end of stream.",
      CaseReference.PING_PONG),
  LOSES_PENDING_AT_HALF_CLOSE(
      "the server loses what it still owes when the client half-closes",
      "At the end of input write what is pending, and only then close; allowHalfOpen in Node, no"
          + " destroy() on the end event."),

  // Clients that do not say goodbye
  DIES_ON_EMPTY(
      "a client that ends without having sent anything ends the server",
      "Expect an empty first read: no data[0] before looking at the length.",
      CaseReference.IMMEDIATE),
  SERVES_ONE_CLIENT(
      "the server ends once its first client has gone: it accepts no second one",
      "Accept in a loop (while True around accept), and let the end of a client end that connection"
          + " and nothing else."),
  RUNS_OUT(
      "each client, or each that ends abruptly, leaves something behind (a place, a descriptor, a"
          + " thread, an entry of a list) until the server has none left",
      "Give back on every path what was taken for a client: finally, defer, with; close the socket,"
          + " join the thread, reap the child."),
  DIES_ON_RESET(
      "a client's reset stops the server: the error of one connection ends its process or accept loop",
      "Catch errors around the loop of one client, close that connection and go on accepting.",
      CaseReference.STORM),
  DIES_ON_BROKEN_PIPE(
      "a write to a client that has gone stops the server (SIGPIPE, or an error that is not caught)",
      "Ignore SIGPIPE and catch the error of a write: close that connection and go on."),
  UNCAUGHT_ERROR(
      "an uncaught error ends the server",
      "Read its last words; catch errors for one connection, close it and go on accepting."),
  CLOSES_NEXT_CLIENT(
      "an aborted connection takes the next one with it, as when a descriptor is closed twice",
      "Close each descriptor once, and forget its number."),
  LEFTOVERS(
      "bytes of a connection that has ended reach the next client",
      "Keep buffers with the connection, not with the program; begin each client with none.",
      CaseReference.NO_LEFTOVERS),

  // Nothing lost when one side is slow
  IGNORES_SHORT_WRITES(
      "the server loses bytes when the client does not read: it ignores how much a write took, or"
          + " overruns what it queues",
      "Use sendall (Python), write until all is written (C, NIO), await drain (Node); stop reading"
          + " while the queue is full.",
      CaseReference.STALLED_READER),
  DROPS_SLOW_READERS(
      "the server drops a client that does not read for a while",
      "Let the write block, or stop reading from that client; no write time-out of less than minutes.",
      CaseReference.STALLED_READER),
  GATHERS_INPUT(
      "the server gathers large input before it answers, and stops when its room is full",
      "Answer as you read, with a buffer of fixed size.",
      CaseReference.LARGE),

  // Many at once
  MIXES_CONNECTIONS(
      "connections share something that each should have for itself (a buffer, the stream to write"
          + " to): bytes of one appear on another",
      "Keep the state of a connection in that connection: no static or global buffers, no field that"
          + " the next client overwrites.",
      CaseReference.ISOLATION),
  ONE_AT_A_TIME(
      "the server serves one client at a time",
      "Serve each connection by a thread or task of its own, or by an event loop; a server that means"
          + " to be sequential is checked with --profile sequential.",
      CaseReference.INDEPENDENT),
  ONE_BLOCKS_ALL(
      "a client that does not read blocks all others: a blocking write in a common loop, or a lock"
          + " held while writing",
      "Write without blocking, or in a thread for each client; hold no lock while writing.",
      CaseReference.STALLED_PEER),
  LIMIT_OF_CONNECTIONS(
      "the server serves a limited number of clients at once and turns away or forgets the others",
      "Raise the limit (workers, table of clients, descriptors); let the others wait in the backlog."),

  // After a while
  WRONG_AFTER_N_CONNECTIONS(
      "the server goes wrong at certain conversations of many, as when a counter or pool comes round",
      "Look for a counter of connections, or a pool whose entries are used again."),
  INTERMITTENT(
      "the server fails now and then, at no fixed place: a race, or chance",
      "Look for data that is used by two threads, or after it was given back."),
  LEAKS_DESCRIPTORS(
      "the server does not close the descriptors of its connections",
      "Close the accepted socket on every path.",
      CaseReference.RELEASES),
  LEAKS_THREADS(
      "the server's threads outlive their connections",
      "End the thread of a connection with it; stop its timers and pools.",
      CaseReference.RELEASES),
  LEAKS_CHILDREN(
      "the server leaves child processes or zombies behind",
      "Wait for children (SIGCHLD, waitpid, SIG_IGN).",
      CaseReference.RELEASES),
  QUEUES_WITHOUT_BOUND(
      "the server queues what a client does not read, without bound",
      "Stop reading from a client while it owes you a read: await drain(), or the event of that name;"
          + " bound the queue.",
      CaseReference.BOUNDED_MEMORY),
  KEEPS_WHAT_IT_ECHOES(
      "the server keeps in memory something for every byte that it echoes",
      "Look for a list, log or cache that only grows; keep nothing of a connection after its end.",
      CaseReference.MEMORY),

  // Clients
  CLIENT_FIRST_PIECE_IS_ALL(
      "the client takes the first piece that a read gives for the whole reply",
      "Read in a loop until as many bytes have come as were sent."),
  CLIENT_WAITS_FOR_THE_END(
      "the client reads to the end of stream, which does not come before its own",
      "Stop once as many bytes have come as were sent, or half-close behind the message"
          + " (shutdown(SHUT_WR))."),
  CLIENT_WAITS_FOR_LINE_END(
      "the client waits for a line end, which an echo need not have",
      "Count bytes: the reply is over when as many have come as were sent."),
  CLIENT_COUNTS_CHARACTERS(
      "the client counts characters where it should count bytes",
      "Count the bytes that reads give; decode them afterwards, all together."),
  CLIENT_DECODES_EACH_READ(
      "the client decodes each read by itself: a character that two reads share is lost or an error",
      "Write the bytes that came, or decode them with an incremental decoder."),
  CLIENT_SPINS_AT_THE_END(
      "the client does not notice that the stream has ended, and reads again and again",
      "End at a read of 0 bytes (-1 in Java): the server has closed."),
  CLIENT_SILENCE_MEANS_END(
      "the client takes a short silence for the end of the reply",
      "Wait until as many bytes have come as were sent; set a time-out of many seconds."),
  CLIENT_RELAY_GIVES_UP(
      "the client half-closes and gives the reply a short time only",
      "Read to the end of stream, however long that takes (ncat without -i, socat with -t)."),
  CLIENT_IPV4_ONLY(
      "the client cannot take an IPv6 address: it glues host and port with a colon, or knows one"
          + " family only",
      "Give host and port to getaddrinfo apart, or put the address into brackets."),
  CLIENT_NUMBERS_ONLY(
      "the client cannot take a host name: it gives it to a call that takes numbers only",
      "Resolve the name first: getaddrinfo, not inet_addr or inet_pton."),
  CLIENT_CLOSES_BEHIND_WRITE(
      "the client closes its connection behind its last write, before it has read the reply",
      "Read until the whole reply is there, then close; do not call destroy() behind write()."),
  CLIENT_NEVER_FLUSHES(
      "the client writes into a buffer that it never flushes: nothing arrives",
      "Flush behind the message."),
  CLIENT_SHORT_READ_MEANS_END(
      "the client takes a read that does not fill its buffer for the last one",
      "A read may give any number of bytes: count them, and stop at the number sent."),
  CLIENT_ONE_BUFFER(
      "the client reads into the same place again and again, and prints it at the end: right length,"
          + " wrong bytes",
      "Append each read to what came before, or print it at once."),
  CLIENT_STALE_BUFFER(
      "the client prints its buffer beyond the bytes that the read gave: old bytes come again",
      "Print count bytes of the buffer, where count is what the read returned."),
  CLIENT_STATUS_ALWAYS_ZERO(
      "the client's exit status is 0 though it did not get its reply",
      "Exit with another status than 0 when the reply was cut short or there was no connection."),
  CLIENT_SHORT_WRITE(
      "the client sends a long message with one call that takes a part of it only",
      "Write in a loop until all bytes are taken: sendall, write_all."),
  CLIENT_APPENDS_LINE_END(
      "the client adds a line end to what it sends",
      "Send the message and nothing else: write, not println or puts."),
  CLIENT_SENDS_NUL(
      "the client sends a NUL of its own: a string's terminator, or the rest of its buffer",
      "Send strlen bytes of the message, not strlen + 1 and not the whole buffer."),
  CLIENT_MESSAGE_IS_TEXT(
      "the client handles its message as text: it decodes it, strips it or translates its line ends",
      "Read and send bytes: no text mode, no strip, no encoding on the way."),
  CLIENT_CUTS_AT_BUFFER(
      "the client sends or prints no more than fits into its buffer, or than a short number can count",
      "Read and write in loops, with a buffer of fixed size; let no message have a longest length."),
  CLIENT_READS_ONE_LINE(
      "the client reads one line of its input and sends no more", "Read the input to its end."),
  CLIENT_NO_TIME_OUT(
      "the client waits for ever for a server that has fallen silent",
      "Set a time-out on reads, of a few seconds."),
  CLIENT_LEAVES_CONNECTION_OPEN(
      "the client ends without closing its connection, or leaves it to a child",
      "Close the socket on every path."),
  CLIENT_SENDS_TWICE(
      "the client sends its message twice: in a retry that does not know what was sent, or over two"
          + " connections",
      "Write each byte once; of several connections that were tried, use one and close the others."),
  CLIENT_SENDS_A_HEADER(
      "the client sends something of its own before the message, such as its length or a byte-order"
          + " mark",
      "Send the bytes of the message alone: an echo has no framing, and no encoding."),
  CLIENT_DEFAULT_MESSAGE(
      "the client sends a text of its own in place of an empty message",
      "Ask whether a message was given, not whether it counts as true: ?? and not || in JavaScript,"
          + " is None in Python."),
  CLIENT_NUL_TERMINATED(
      "the client treats what it sends or prints as a NUL-terminated string",
      "Pass the count of bytes on, not strlen; use write and fwrite, not fputs and printf."),
  CLIENT_SHORT_TIME_OUT(
      "the client's time-out is too short: it reports an error where the reply is late",
      "Wait for many seconds before a reply is given up."),
  CLIENT_REPLY_IS_TEXT(
      "the client handles the reply as text: it encodes it otherwise, strips it or changes its line"
          + " ends",
      "Print the bytes that came, without strip, replace or an encoding of the console."),
  CLIENT_LOSES_LAST_BYTE(
      "the client leaves out the last byte of the reply",
      "Compare with the whole count; reserve no byte for a terminator, and cut no line end off that is"
          + " not there."),
  CLIENT_LAST_PIECE_ONLY(
      "the client keeps what its last read gave, and forgets the reads before it",
      "Append each read to what came before: data += and not data =."),
  CLIENT_PRINTS_NOTHING(
      "the client reads the whole reply and prints none of it",
      "Print what came, and flush the standard output before the process is left by exit or abort."),
  CLIENT_KEEPS_RUNNING(
      "the client does not end though its conversation is over",
      "Wait for no key; end the threads, timers and handles that keep the process alive."),
  CLIENT_STATUS_IS_A_COUNT(
      "the client's exit status is a number of bytes",
      "Exit with status 0 when the whole reply came, whatever its length."),
  CLIENT_TRIES_WITHOUT_END(
      "the client connects again and again, without a last time",
      "Bound the attempts, by number or by time; then report the error."),
  CLIENT_READS_BEYOND_THE_ECHO(
      "the client cannot take a read that gives more than the echo: it waits for an exact count, or"
          + " has no room",
      "Read as many bytes as are still owed at most, and stop at >=, not at ==.");

  private final String sentence;
  private final String fix;
  private final List<CaseReference> mustFail;

  Cause(String sentence, String fix, CaseReference... mustFail) {
    this.sentence = sentence;
    this.fix = fix;
    this.mustFail = List.of(mustFail);
  }

  /** Returns its name in files, such as "strict-utf8". */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether a client has it, not a server. */
  public boolean isOfClient() {
    return name().startsWith("CLIENT_");
  }

  /** Returns what is wrong, as a clause: it begins with a small letter and has no full stop. */
  public String sentence() {
    return sentence;
  }

  /** Returns how to fix it, in one or two sentences. */
  public String fix() {
    return fix;
  }

  /** Returns the cases that fail wherever this is the cause: one that passed speaks against it. */
  public List<CaseReference> mustFail() {
    return mustFail;
  }
}
