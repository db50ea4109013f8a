package dev.echospec.reference.server;

/**
 * What an echo server does to each byte. The transforms map byte to byte, so they keep the length
 * and the order.
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
   * Returns the byte that a server answers.
   *
   * @param b the byte received
   */
  public abstract byte apply(byte b);

  /**
   * Applies the map in place.
   *
   * @param bytes the received bytes; changed
   * @param from index of the first byte to change
   * @param to index after the last byte to change
   */
  public void apply(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      bytes[i] = apply(bytes[i]);
    }
  }
}
