package dev.echospec.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

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

  @Odd("Closes every tenth connection 200 ms after it has sent everything.")
  public static final class ClosesLate extends TransformingServer {
    private final AtomicInteger conversations = new AtomicInteger();

    @Override
    void ended(OutputStream out) throws IOException {
      if (conversations.getAndIncrement() % 10 == 0) {
        pause(Duration.ofMillis(200));
      }
    }
  }

  @Odd("Ends its side first, and closes the rest of the connection 100 ms later.")
  public static final class ClosesInTwoSteps extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      try {
        socket.shutdownOutput();
        pause(Duration.ofMillis(100));
      } finally {
        release(socket);
      }
    }
  }

  @Odd("Serves one connection at a time.")
  public static final class Sequential extends TransformingServer {
    @Override
    void dispatch(Runnable conversation) {
      conversation.run();
    }
  }

  @Odd("Lets two connections wait at most: others retry, a second later.")
  public static final class TinyBacklog extends TransformingServer {
    @Override
    int backlog() {
      return 1;
    }
  }

  @Odd("Reads byte by byte (the first 16 KiB), through the smallest buffers the system allows.")
  public static final class TinyBuffers extends TransformingServer {
    @Override
    void prepare(ServerSocket listener) throws IOException {
      listener.setReceiveBufferSize(1);
    }

    @Override
    void prepare(Socket socket) throws IOException {
      super.prepare(socket);
      socket.setSendBufferSize(1);
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

    @Override
    int readSize() {
      return 256 * 1024;
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

  @Odd("Serves all connections in one thread with a selector, and never blocks on any.")
  public static final class Selects extends ZooServer {
    @Override
    ServerSocket newListener() throws IOException {
      return ServerSocketChannel.open().socket();
    }

    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      ServerSocketChannel channel = listener.getChannel();
      try (Selector events = Selector.open()) {
        channel.configureBlocking(false);
        channel.register(events, SelectionKey.OP_ACCEPT);
        try {
          while (!isStopped()) {
            events.select(); // The server's end interrupts it.
            for (SelectionKey key : events.selectedKeys()) {
              if (key.isValid() && key.isAcceptable()) {
                accept(channel, events);
              } else if (key.isValid()) {
                echo(key);
              }
            }
            events.selectedKeys().clear();
          }
        } finally {
          for (SelectionKey key : events.keys()) {
            key.channel().close();
          }
        }
      }
    }

    @Override
    void serve(Socket socket) {
      throw new UnsupportedOperationException("the accept loop serves");
    }

    private static void accept(ServerSocketChannel listener, Selector events) throws IOException {
      SocketChannel accepted = listener.accept();
      if (accepted != null) {
        accepted.configureBlocking(false);
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        accepted.register(events, SelectionKey.OP_READ, ByteBuffer.allocate(READ_SIZE));
      }
    }

    /** Reads while nothing is owed, writes what fits, and asks to be told when more of it does. */
    private static void echo(SelectionKey key) throws IOException {
      SocketChannel channel = (SocketChannel) key.channel();
      ByteBuffer owed = (ByteBuffer) key.attachment();
      try {
        if (key.isReadable()) {
          if (channel.read(owed.clear()) < 0) {
            channel.close();
            return;
          }
          owed.flip();
          byte[] answer = upper(Arrays.copyOf(owed.array(), owed.limit()));
          owed.put(answer).flip();
        }
        channel.write(owed);
        key.interestOps(owed.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      } catch (IOException e) {
        channel.close(); // This client went away; the others stay.
      }
    }
  }
}
