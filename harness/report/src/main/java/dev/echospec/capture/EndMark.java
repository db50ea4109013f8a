package dev.echospec.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A datagram that the kit sends to itself behind the last packet of the conversation. Kernel and
 * program hold packets back for some time, in their order, and drop them when the program is ended:
 * once the file has the mark, it has everything before it.
 */
final class EndMark implements AutoCloseable {
  /** Wait for a datagram, which may be dropped, before it is sent again. */
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  /** The mark is among the last bytes of the file. */
  private static final int LAST = 64 << 10;

  private final String text = "echospec: end of the conversation " + UUID.randomUUID();
  private final InetSocketAddress address;
  private final DatagramSocket socket;

  EndMark() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    address = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** Returns where it is sent from and to. */
  InetSocketAddress address() {
    return address;
  }

  /**
   * Sends it until a file has it.
   *
   * @param file that the program writes
   * @param writing whether the program still writes
   * @param until limit as {@link System#nanoTime} counts
   * @return whether the file has it
   */
  boolean reaches(Path file, BooleanSupplier writing, long until) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    long sent = System.nanoTime() - AGAIN;
    while (!isIn(file)) {
      long now = System.nanoTime();
      if (now - until >= 0 || !writing.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (now - sent >= AGAIN) {
        socket.send(new DatagramPacket(bytes, bytes.length, address));
        sent = now;
      }
      LockSupport.parkNanos(POLL);
    }
    return true;
  }

  private boolean isIn(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long length = open.length();
      byte[] last = new byte[(int) Math.min(LAST, length)];
      open.seek(length - last.length);
      open.readFully(last);
      return new String(last, ISO_8859_1).contains(text);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
