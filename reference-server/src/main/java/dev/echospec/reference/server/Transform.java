package dev.echospec.reference.server;

/**
 * What an echo server does to each byte. Both are maps from byte to byte: they keep the length and
 * the order of what passes through them.
 */
public enum Transform {
  /** ASCII a to z become A to Z, every other byte stays: Python's {@code bytes.upper()}. */
  UPPER {
    @Override
    public byte apply(byte b) {
      return b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
    }
  },
  /** Nothing changes: RFC 862. */
  IDENTITY {
    @Override
    public byte apply(byte b) {
      return b;
    }
  };

  /**
   * Returns the byte that a server answers for it.
   *
   * @param b any byte
   */
  public abstract byte apply(byte b);

  /**
   * Applies the map in place.
   *
   * @param bytes what was received; changed
   * @param from index of the first byte to change
   * @param to index after the last byte to change
   */
  public void apply(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      bytes[i] = apply(bytes[i]);
    }
  }
}
