package dev.echospec.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Oracle;
import dev.echospec.script.Characters;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes that the client sent on one connection, as characters. */
final class SentText {
  /** Most bytes that are examined as a whole. */
  static final int WHOLE = 1 << 18;

  private static final int LONGEST_CHARACTER = 4;

  private final Oracle oracle;
  private final ClientSide client;
  private final long at;
  private byte @Nullable [] whole;

  /**
   * Looks at one place of the stream.
   *
   * @param oracle what a correct server answers
   * @param client the sender
   * @param at offset of the place in question
   */
  SentText(Oracle oracle, ClientSide client, long at) {
    this.oracle = oracle;
    this.client = client;
    this.at = at;
  }

  /** The sent bytes, up to {@link #WHOLE}. */
  byte[] bytes() {
    if (whole == null) {
      whole = client.sent(0, (int) Math.min(client.total(), WHOLE));
    }
    return whole;
  }

  /** Offset of the first byte of the character in question, or the place itself. */
  long characterStart() {
    long start = at;
    for (int back = 0; back < LONGEST_CHARACTER; back++) {
      int b = client.rawAt(at - back);
      if (b < 0 || b < 0x80) {
        break;
      }
      if (b >= 0xc0) {
        start = at - back;
        break;
      }
    }
    return start;
  }

  /** The whole owed character there; empty if it is not UTF-8. */
  Optional<String> character() {
    long start = characterStart();
    for (int n = 1; n <= LONGEST_CHARACTER; n++) {
      byte[] bytes = client.owed(oracle, start, n);
      if (bytes.length == n && Characters.isText(bytes)) {
        return start + n > at ? Optional.of(new String(bytes, UTF_8)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Some sent characters from an offset on, up to the first malformed byte. */
  String from(long from, int characters) {
    byte[] bytes = client.sent(from, characters * LONGEST_CHARACTER);
    int length = bytes.length;
    while (length > 0 && !Characters.isText(Arrays.copyOf(bytes, length))) {
      length--;
    }
    String text = new String(bytes, 0, length, UTF_8);
    return text.substring(
        0, text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length()))));
  }

  /** Whether the client sent well-formed UTF-8 of at most {@link #WHOLE} bytes. */
  boolean isUtf8() {
    return client.total() <= WHOLE && Characters.isText(bytes());
  }

  /** Whether the client sent anything beyond ASCII. */
  boolean isBeyondAscii() {
    for (byte b : bytes()) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the client sent a line end. */
  boolean hasLineEnd() {
    for (byte b : bytes()) {
      if (b == '\n') {
        return true;
      }
    }
    return false;
  }

  /**
   * The smallest power of two, from 16 on, with a multiple inside a character; 0 if there is none.
   */
  int cutBy() {
    byte[] bytes = bytes();
    for (int size = 16; size <= 1 << 16; size *= 2) {
      for (int place = size; place < bytes.length; place += size) {
        if ((bytes[place] & 0xc0) == 0x80) {
          return size;
        }
      }
    }
    return 0;
  }

  /** Whether a write of the client ended inside a character. */
  boolean isCutByWrites() {
    byte[] bytes = bytes();
    return client.writes().stream()
        .anyMatch(write -> write.end() < bytes.length && (bytes[(int) write.end()] & 0xc0) == 0x80);
  }
}
