package dev.echospec.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;

/** Servers that are correct in every respect, and let their clients wait for their answers. */
public final class SlowServers {
  private SlowServers() {}

  @Odd("Takes 3 ms over each answer.")
  public static final class Slow extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) throws IOException {
      pause(Duration.ofMillis(3));
      return upper(chunk);
    }
  }

  @Odd("Stalls for up to 30 ms before every third answer or so.")
  public static final class Stutters extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      Random random = new Random(2);
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (random.nextInt(3) == 0) {
          pause(Duration.ofMillis(random.nextInt(31)));
        }
        out.write(upper(chunk));
      }
    }
  }

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
