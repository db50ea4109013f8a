package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** Servers that do not survive a client's abrupt end, or let the next client suffer for it. */
public final class DisconnectFaults {
  private static final String RESET = "ConnectionResetError: [Errno 104] Connection reset by peer";

  private DisconnectFaults() {}

  /** A server that notices when a read or a write fails. */
  private abstract static class Notices extends TransformingServer {
    private final int readSize;

    Notices(int readSize) {
      this.readSize = readSize;
    }

    /** A read failed: the client reset the connection. */
    void readFailed(IOException e) throws IOException {
      throw e;
    }

    /** A write failed: the client is gone. */
    void writeFailed(IOException e) throws IOException {
      throw e;
    }

    @Override
    final void converse(InputStream in, OutputStream out) throws IOException {
      while (true) {
        byte[] chunk;
        try {
          chunk = receive(in, readSize);
        } catch (IOException e) {
          readFailed(e);
          return;
        }
        if (chunk == null) {
          return;
        }
        try {
          write(out, upper(chunk));
        } catch (IOException e) {
          writeFailed(e);
          return;
        }
      }
    }

    void write(OutputStream out, byte[] answer) throws IOException {
      out.write(answer);
    }
  }

  /** The tutorial's server: no {@code except} around {@code recv}. */
  @Fault(
      summary = "Dies when a client resets while it reads.",
      cause = Cause.DIES_ON_RESET,
      caughtBy = {
        "disconnect/reset-mid-stream",
        "disconnect/reset-before-data",
        "disconnect/storm",
        "model/one-connection",
        "model/many-connections"
      },
      saying = {"exited with status 1", "ConnectionResetError"})
  public static final class DiesOnReset extends Notices {
    public DiesOnReset() {
      super(READ_SIZE);
    }

    @Override
    void readFailed(IOException e) throws IOException {
      throw die(RESET);
    }
  }

  /** SIGPIPE is not ignored. */
  @Fault(
      summary = "Dies when it writes to a client that has closed.",
      cause = Cause.DIES_ON_BROKEN_PIPE,
      caughtBy = {"disconnect/close-with-unread-echo", "disconnect/close-during-large-echo"},
      saying = {"exited with status 1", "BrokenPipeError"})
  public static final class DiesOnBrokenPipe extends Notices {
    public DiesOnBrokenPipe() {
      super(16);
    }

    @Override
    void writeFailed(IOException e) throws IOException {
      throw die("BrokenPipeError: [Errno 32] Broken pipe");
    }
  }

  /** A race that is lost now and then. */
  @Fault(
      summary = "Dies at nine in sixty resets.",
      cause = Cause.DIES_ON_RESET,
      caughtBy = {"disconnect/reset-mid-stream", "disconnect/storm"},
      saying = {"exited with status 1", "double free"},
      chance = "each reset ends it with a probability of nine in sixty")
  public static final class DiesOnSomeResets extends Notices {
    public DiesOnSomeResets() {
      super(READ_SIZE);
    }

    @Override
    void readFailed(IOException e) throws IOException {
      if (ThreadLocalRandom.current().nextInt(60) < 9) {
        throw die("free(): double free detected in tcache 2");
      }
    }
  }

  /** It looks for a TLS handshake before it hands the connection on. */
  @Fault(
      summary = "Stops accepting when a client is gone before it has sent anything.",
      cause = Cause.DIES_ON_RESET,
      caughtBy = {"disconnect/reset-before-data"},
      saying = {"no longer answers"})
  public static final class StopsAcceptingOnReset extends TransformingServer {
    private final Map<Socket, byte[]> firsts = new ConcurrentHashMap<>();

    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      while (!isStopped()) {
        Socket socket = listener.accept();
        socket.setSoTimeout(5);
        try {
          byte[] first = receive(socket.getInputStream(), 1);
          firsts.put(socket, first == null ? new byte[0] : first);
        } catch (SocketTimeoutException e) {
          firsts.put(socket, new byte[0]);
        } catch (IOException e) {
          socket.close();
          return;
        }
        admit(socket);
      }
    }

    @Override
    void serve(Socket socket) throws IOException {
      socket.setSoTimeout(0);
      socket.getOutputStream().write(upper(firsts.remove(socket)));
      super.serve(socket);
    }
  }

  /** A place is given back behind the loop, where {@code finally} was meant. */
  @Fault(
      summary = "Has 60 places, and loses one to each client that ends abruptly.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"disconnect/storm"},
      saying = {"came, then nothing moved"})
  public static final class LosesPlacesToAborts extends TransformingServer {
    private final Semaphore places = new Semaphore(60);

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      if (!places.tryAcquire()) {
        pause(Duration.ofDays(1));
      }
      super.converse(in, out);
    }

    @Override
    void ended(OutputStream out) {
      places.release();
    }
  }

  /** It tries for ever to write what cannot be written, and holds what all need. */
  @Fault(
      summary = "Hangs for ever once a client closes in the middle of a large echo.",
      cause = Cause.DIES_ON_BROKEN_PIPE,
      caughtBy = {"disconnect/close-during-large-echo"},
      saying = {"no longer answers"})
  public static final class HangsOnLargeAbort extends TransformingServer {
    private final Semaphore writes = new Semaphore(1);

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      boolean holds = false;
      long written = 0;
      try {
        for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
          if (!holds) {
            writes.acquireUninterruptibly(); // They come free, too, when the server is closed.
            holds = true;
          }
          out.write(upper(chunk));
          written += chunk.length;
          if (written <= READ_SIZE) {
            writes.release();
            holds = false;
          }
        }
      } catch (IOException e) {
        if (written > READ_SIZE) {
          pause(Duration.ofDays(1));
        }
      } finally {
        if (holds) {
          writes.release();
        }
      }
    }
  }

  /** The program is started again by something that waits a while. */
  @Fault(
      summary = "Takes 2 ms over an answer, and two seconds after a client has reset.",
      cause = Cause.DIES_ON_RESET,
      caughtBy = {"disconnect/reset-mid-stream", "disconnect/reset-before-data"},
      saying = {"came, then nothing moved"})
  public static final class RestsAfterReset extends Notices {
    private volatile long rests = System.nanoTime();

    public RestsAfterReset() {
      super(READ_SIZE);
    }

    @Override
    void readFailed(IOException e) {
      rests = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    }

    @Override
    void write(OutputStream out, byte[] answer) throws IOException {
      pause(Duration.ofMillis(2));
      pause(Duration.ofNanos(Math.max(0, rests - System.nanoTime())));
      out.write(answer);
    }
  }

  /**
   * A descriptor is closed twice; the second close hits another connection that reuses its number.
   */
  @Fault(
      summary = "Closes the next connection together with one that was aborted.",
      cause = Cause.CLOSES_NEXT_CLIENT,
      caughtBy = {
        "disconnect/reset-mid-stream",
        "disconnect/reset-before-data",
        "model/one-connection"
      },
      saying = {"the connection after 0 "})
  public static final class ClosesNextConnection extends Notices {
    private final AtomicBoolean stale = new AtomicBoolean();

    public ClosesNextConnection() {
      super(READ_SIZE);
    }

    @Override
    void serve(Socket socket) throws IOException {
      if (!stale.getAndSet(false)) {
        super.serve(socket);
      }
    }

    @Override
    void readFailed(IOException e) {
      stale.set(true);
    }
  }

  /** The buffer belongs to the program, and is emptied once it is written. */
  @Fault(
      summary = "Sends what it could not write to one client to the next.",
      cause = {Cause.LEFTOVERS, Cause.MIXES_CONNECTIONS},
      caughtBy = {"disconnect/no-leftovers", "disconnect/close-with-unread-echo"},
      saying = {"first difference at byte"})
  public static final class KeepsLeftovers extends Notices {
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();

    public KeepsLeftovers() {
      super(16);
    }

    @Override
    void write(OutputStream out, byte[] answer) throws IOException {
      byte[] all;
      synchronized (unsent) {
        unsent.writeBytes(answer);
        all = unsent.toByteArray();
      }
      out.write(all);
      synchronized (unsent) {
        unsent.reset();
      }
    }
  }

  /** A line is put together before it is answered, in a place that all lines share. */
  @Fault(
      summary = "Puts the input of a client that reset before that of the next.",
      cause = {Cause.LEFTOVERS, Cause.MIXES_CONNECTIONS},
      caughtBy = {"disconnect/no-leftovers", "disconnect/reset-mid-stream"},
      saying = {"first difference at byte"})
  public static final class KeepsInput extends TransformingServer {
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final Random random = new Random(1);

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        byte[] all;
        synchronized (input) {
          input.writeBytes(chunk);
          all = input.toByteArray();
        }
        pause(Duration.ofNanos(random.nextInt(1_000_000)));
        out.write(upper(all));
        synchronized (input) {
          input.reset();
        }
      }
    }
  }
}
