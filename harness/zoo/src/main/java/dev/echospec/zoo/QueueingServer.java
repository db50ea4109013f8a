package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads in one thread and answers in another. As much as the client does not read waits in a queue
 * between them; a subclass says what becomes of it.
 */
abstract class QueueingServer extends ZooServer {
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  /** What waits in a queue of one connection. */
  static final class Pending {
    private final BlockingQueue<ByteBuffer> answers = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch written = new CountDownLatch(1);

    long bytes() {
      return bytes.get();
    }

    void add(ByteBuffer answer) {
      bytes.addAndGet(answer.remaining());
      answers.add(answer);
    }
  }

  /** Takes the answer to a read; as it stands, it waits for its turn. */
  void enqueue(byte[] answer, Pending pending) throws IOException {
    pending.add(ByteBuffer.wrap(answer));
  }

  /** The client has ended; as it stands, all that waits is written. */
  void ended(Pending pending) throws IOException {}

  /** A small buffer in the kernel, so that what waits does so here. */
  @Override
  void prepare(Socket socket) throws IOException {
    super.prepare(socket);
    socket.setSendBufferSize(64 * 1024);
  }

  @Override
  void serve(Socket socket) throws IOException {
    Pending pending = new Pending();
    dispatch(() -> write(socket, pending));
    try {
      InputStream in = socket.getInputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        enqueue(upper(chunk), pending);
      }
      ended(pending);
    } catch (IOException e) {
      release(socket);
      throw e;
    } finally {
      pending.add(END);
      awaitWritten(pending);
    }
  }

  private static void awaitWritten(Pending pending) {
    try {
      pending.written.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server was closed.
    }
  }

  private void write(Socket socket, Pending pending) {
    try {
      OutputStream out = socket.getOutputStream();
      for (ByteBuffer answer; (answer = pending.answers.take()) != END; ) {
        out.write(answer.array(), answer.arrayOffset(), answer.remaining());
        pending.bytes.addAndGet(-answer.remaining());
      }
    } catch (IOException e) {
      release(socket); // The reader finds out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server was closed.
    } finally {
      pending.written.countDown();
    }
  }
}
