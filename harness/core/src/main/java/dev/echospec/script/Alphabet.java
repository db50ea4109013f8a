package dev.echospec.script;

import java.util.SplittableRandom;

/** The set of bytes that a generated payload is drawn from. */
public enum Alphabet {
  /** All 256 byte values. */
  ANY {
    @Override
    public boolean contains(int value) {
      return true;
    }

    @Override
    void fill(byte[] into, SplittableRandom random) {
      random.nextBytes(into);
    }
  },
  /** Printable ASCII, with many lower-case letters and no line end. */
  ASCII {
    @Override
    public boolean contains(int value) {
      return value >= ' ' && value < 0x7f;
    }

    @Override
    void fill(byte[] into, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        into[i] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(' ', 0x7f) : random.nextInt('a', '{'));
      }
    }
  },
  /** Capital letters and digits of ASCII, which no server is to change. */
  CAPITALS {
    private static final int DIGITS = 10;

    @Override
    public boolean contains(int value) {
      return value >= '0' && value <= '9' || value >= 'A' && value <= 'Z';
    }

    @Override
    void fill(byte[] into, SplittableRandom random) {
      for (int i = 0; i < into.length; i++) {
        int choice = random.nextInt(DIGITS + 'Z' - 'A' + 1);
        into[i] = (byte) (choice < DIGITS ? '0' + choice : 'A' + choice - DIGITS);
      }
    }
  },
  /** Whole characters of one to four bytes in UTF-8. */
  TEXT {
    @Override
    public boolean contains(int value) {
      return value >= ' ' && value != 0x7f;
    }

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

  /**
   * Returns whether payloads may hold a byte.
   *
   * @param value from 0 to 255
   */
  public abstract boolean contains(int value);

  abstract void fill(byte[] into, SplittableRandom random);
}
