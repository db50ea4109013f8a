package dev.echospec.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Servers that are correct in every respect, and do not send their answers at once. */
public final class StallingServers {
  private StallingServers() {}

  @Odd("Gathers for 50 ms, or 64 KiB, before it answers.")
  public static final class Gathers extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        ByteArrayOutputStream gathered = new ByteArrayOutputStream();
        gathered.writeBytes(chunk);
        gatherMore(socket, in, gathered);
        out.write(upper(gathered.toByteArray()));
      }
    }

    private static void gatherMore(Socket socket, InputStream in, ByteArrayOutputStream gathered)
        throws IOException {
      long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();
      try {
        while (gathered.size() < 64 * 1024) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            break;
          }
          socket.setSoTimeout((int) left);
          byte[] chunk = receive(in, READ_SIZE);
          if (chunk == null) {
            break;
          }
          gathered.writeBytes(chunk);
        }
      } catch (SocketTimeoutException e) {
        // The time is over.
      } finally {
        socket.setSoTimeout(0);
      }
    }
  }

  @Odd("Writes each answer in two pieces with Nagle's algorithm on, so that it often stalls 40 ms.")
  public static final class WritesTwiceWithNagle extends TransformingServer {
    @Override
    void prepare(Socket socket) throws IOException {
      socket.setTcpNoDelay(false);
    }

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        byte[] answer = upper(chunk);
        out.write(answer, 0, answer.length / 2);
        out.write(answer, answer.length / 2, answer.length - answer.length / 2);
      }
    }
  }
}
