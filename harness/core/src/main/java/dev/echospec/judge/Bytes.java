package dev.echospec.judge;

/** How single bytes and numbers of them are written in messages. */
public final class Bytes {
  private Bytes() {}

  /** The byte in hex, with the character if it is printable ASCII. */
  static String name(byte b) {
    String hex = String.format("%02x", b);
    return b >= 0x21 && b < 0x7f ? hex + " '" + (char) b + "'" : hex;
  }

  static String count(long bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }
}
