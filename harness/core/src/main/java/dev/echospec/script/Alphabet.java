package dev.echospec.script;

import java.util.SplittableRandom;

/** The set of bytes that a generated payload is drawn from. */
public enum Alphabet {
  /** All 256 byte values. */
  ANY {
    @Override
    void fill(byte[] into, SplittableRandom random) {
      random.nextBytes(into);
    }
  },
  /** Printable ASCII, with many lower-case letters and no line end. */
  ASCII {
    @Override
    void fill(byte[] into, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(' ', 0x7f) : random.nextInt('a', '{'));
      }
    }
  },
  /** Whole characters of one to four bytes in UTF-8. */
  TEXT {
    @Override
    void fill(byte[] into, SplittableRandom random) {
      int at = 0;
      while (at < into.length) {
        byte[] character = Characters.pick(random);
        if (at + character.length <= into.length) {
          System.arraycopy(character, 0, into, at, character.length);
          at += character.length;
        } else {
          into[at++] = (byte) random.nextInt('a', '{');
        }
      }
    }
  };

  abstract void fill(byte[] into, SplittableRandom random);
}
