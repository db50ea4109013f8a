package dev.echospec.judge;

/** Formats bytes and byte counts for messages. */
public final class Bytes {
  private Bytes() {}

  /** Returns the byte in hex, with the character if it is printable ASCII. */
  static String name(byte b) {
    String hex = String.format("%02x", b);
    return b >= 0x21 && b < 0x7f ? hex + " '" + (char) b + "'" : hex;
  }

  static String count(long bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }
}
