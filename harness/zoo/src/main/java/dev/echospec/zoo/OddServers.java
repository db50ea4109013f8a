package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Servers that are correct in every respect, and nothing like what one expects. */
public final class OddServers {
  /** After so much of a conversation, what costs a system call per byte becomes less thorough. */
  private static final int THOROUGH = 16 * 1024;

  private OddServers() {}

  @Odd("Writes its answers byte by byte, each in a packet of its own (the first 16 KiB).")
  public static final class WritesSingleBytes extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int written = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; written += chunk.length) {
        byte[] answer = upper(chunk);
        int singly = Math.max(0, Math.min(answer.length, THOROUGH - written));
        for (int i = 0; i < singly; i++) {
          out.write(answer[i]);
        }
        out.write(answer, singly, answer.length - singly);
      }
    }
  }

  @Odd("Cuts its answers into random pieces.")
  public static final class WritesRandomPieces extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      Random random = new Random(1);
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        byte[] answer = upper(chunk);
        for (int at = 0, n; at < answer.length; at += n) {
          n = Math.min(answer.length - at, 1 + random.nextInt(1 << random.nextInt(13)));
          out.write(answer, at, n);
        }
      }
    }
  }

  @Odd("Reads byte by byte (the first 16 KiB), through buffers of 4 KiB.")
  public static final class TinyBuffers extends TransformingServer {
    /** With the smallest that Linux takes, small packets fill them and the connection stalls. */
    private static final int TINY = 4096;

    @Override
    void prepare(ServerSocket listener) throws IOException {
      listener.setReceiveBufferSize(TINY);
    }

    @Override
    void prepare(Socket socket) throws IOException {
      super.prepare(socket);
      socket.setSendBufferSize(TINY);
    }

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int read = 0;
      for (byte[] chunk;
          (chunk = receive(in, read < THOROUGH ? 1 : 1000)) != null;
          read = Math.min(THOROUGH, read + chunk.length)) {
        out.write(upper(chunk));
      }
    }
  }

  @Odd("Reads 256 KiB at a time, through the largest buffers the system allows.")
  public static final class HugeBuffers extends TransformingServer {
    private static final int HUGE = 16 * 1024 * 1024;

    @Override
    void prepare(ServerSocket listener) throws IOException {
      listener.setReceiveBufferSize(HUGE);
    }

    @Override
    void prepare(Socket socket) throws IOException {
      super.prepare(socket);
      socket.setSendBufferSize(HUGE);
    }

    /** Memory is taken when something is there to read: a thousand may be connected. */
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (int first; (first = in.read()) >= 0; ) {
        byte[] chunk = new byte[1 + Math.min(in.available(), 256 * 1024)];
        chunk[0] = (byte) first;
        in.readNBytes(chunk, 1, chunk.length - 1);
        out.write(upper(chunk));
      }
    }
  }

  @Odd(
      value = "Makes four times as much garbage as it echoes, and leaves it to the collector.",
      asProcess = true)
  public static final class MakesGarbage extends TransformingServer {
    /** Seen from outside, so that it is really made. */
    volatile byte[] garbage;

    @Override
    byte[] transform(byte[] chunk) {
      for (int i = 0; i < 4; i++) {
        garbage = chunk.clone();
      }
      return upper(chunk);
    }
  }

  @Odd("Resets its own end when the client has reset the connection.")
  public static final class AnswersResetWithReset extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      try {
        super.serve(socket);
      } catch (IOException e) {
        socket.setSoLinger(true, 0);
        throw e;
      }
    }
  }

  @Odd("Reads in one thread and answers in another, with a short queue in between.")
  public static final class AnswersInSecondThread extends TransformingServer {
    private static final byte[] END = new byte[0];

    @Override
    void serve(Socket socket) throws IOException {
      BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(4);
      dispatch(() -> read(socket, chunks));
      try {
        try {
          OutputStream out = socket.getOutputStream();
          for (byte[] chunk; (chunk = chunks.take()) != END; ) {
            out.write(upper(chunk));
          }
        } catch (IOException e) {
          release(socket); // The reader finds out, and must not wait for room in the queue.
          while (chunks.take() != END) {}
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The server was closed.
      }
    }

    private static void read(Socket socket, BlockingQueue<byte[]> chunks) {
      try {
        try {
          InputStream in = socket.getInputStream();
          for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
            chunks.put(chunk);
          }
        } catch (IOException e) {
          // The client is gone; what it is owed can only be tried.
        }
        chunks.put(END);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The server was closed.
      }
    }
  }

  @Odd("Closes a connection on which nothing was sent for two minutes.")
  public static final class ClosesAfterIdleMinutes extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(120_000);
      super.serve(socket);
    }
  }

  @Odd("Serves all connections in one thread with a selector, and never blocks on any.")
  public static final class Selects extends SelectingServer {
    /** Reads while nothing is owed, writes what fits, and asks to be told when more of it does. */
    @Override
    void ready(SelectionKey key, SocketChannel channel, ByteBuffer owed) throws IOException {
      if (!key.isReadable() || readInto(owed, channel)) {
        writeFrom(owed, channel, key);
      }
    }
  }
}
