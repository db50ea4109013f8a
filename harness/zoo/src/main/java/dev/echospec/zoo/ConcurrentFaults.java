package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Servers that serve one client well, and several at once badly. */
public final class ConcurrentFaults {
  private ConcurrentFaults() {}

  /** A {@code static} buffer, and a thread for each client. */
  @Fault(
      summary = "Reads and answers in all its threads with the same buffer.",
      cause = Cause.MIXES_CONNECTIONS,
      caughtBy = {"concurrent/isolation"},
      saying = {"of the echo is"},
      chance = "two threads must meet in the 50 microseconds between the copy and the write")
  public static final class SharesBuffer extends TransformingServer {
    private final byte[] shared = new byte[READ_SIZE];

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] own = new byte[READ_SIZE];
      for (int n; (n = in.read(own)) >= 0; ) {
        System.arraycopy(own, 0, shared, 0, n);
        for (int i = 0; i < n; i++) {
          shared[i] = (byte) upper(shared[i]);
        }
        // What a look into a table or a log takes: without it the race is lost once in thousands.
        LockSupport.parkNanos(50_000);
        out.write(shared, 0, n);
      }
    }
  }

  /** A pool of buffers that is used round and round. */
  @Fault(
      summary = "Answers 200 microseconds late from three buffers that all its clients share.",
      cause = Cause.MIXES_CONNECTIONS,
      caughtBy = {"concurrent/isolation", "concurrent/independent", "model/many-connections"},
      saying = {"of the echo is"},
      chance = "four answers must be under way within the 200 microseconds of the first")
  public static final class ReusesBuffers extends TransformingServer {
    private final byte[][] buffers = new byte[3][READ_SIZE];
    private final AtomicInteger next = new AtomicInteger();

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] own = new byte[READ_SIZE];
      for (int n; (n = in.read(own)) >= 0; ) {
        byte[] buffer = buffers[Math.floorMod(next.getAndIncrement(), buffers.length)];
        System.arraycopy(own, 0, buffer, 0, n);
        pause(Duration.ofNanos(200_000));
        byte[] answer = new byte[n];
        System.arraycopy(buffer, 0, answer, 0, n);
        out.write(upper(answer));
      }
    }
  }

  /** A server whose connections share a list of all clients. */
  private abstract static class KnowsOthers extends TransformingServer {
    private final Deque<Socket> connections = new ConcurrentLinkedDeque<>();

    /** The connection to answer on; the newest is the last. */
    abstract Socket recipient(Socket own, Deque<Socket> connections);

    @Override
    void serve(Socket socket) throws IOException {
      connections.add(socket);
      try {
        InputStream in = socket.getInputStream();
        for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
          Socket recipient = recipient(socket, connections);
          try {
            recipient.getOutputStream().write(upper(chunk));
          } catch (IOException e) {
            // That client has just gone.
          }
        }
      } finally {
        connections.remove(socket);
      }
    }
  }

  /** The handler is one object for all clients and keeps the stream to write to in a field. */
  @Fault(
      summary = "Sends all answers to the client that came last.",
      cause = Cause.MIXES_CONNECTIONS,
      caughtBy = {"concurrent/isolation", "concurrent/independent", "model/many-connections"},
      saying = {"first difference at byte"})
  public static final class AnswersTheLatest extends KnowsOthers {
    @Override
    Socket recipient(Socket own, Deque<Socket> connections) {
      Socket latest = connections.peekLast();
      return latest == null ? own : latest;
    }
  }

  /** Two entries of a table that change places. */
  @Fault(
      summary = "Mixes up the last two of its clients.",
      cause = Cause.MIXES_CONNECTIONS,
      caughtBy = {"concurrent/isolation", "concurrent/independent", "model/many-connections"},
      saying = {"first difference at byte"},
      chance = "which two came last is a race of those that come together")
  public static final class MixesUpTheLastTwo extends KnowsOthers {
    @Override
    Socket recipient(Socket own, Deque<Socket> connections) {
      Socket[] all = connections.toArray(new Socket[0]);
      int last = all.length - 1;
      if (last < 1) {
        return own;
      }
      return own == all[last] ? all[last - 1] : own == all[last - 1] ? all[last] : own;
    }
  }

  /** A key that is not quite unique. */
  @Fault(
      summary = "Sends one answer in twenty to another client, if there is one.",
      cause = Cause.MIXES_CONNECTIONS,
      caughtBy = {"concurrent/isolation", "concurrent/independent", "model/many-connections"},
      saying = {"first difference at byte"},
      chance = "one answer in twenty goes astray, and which one is drawn anew in each run")
  public static final class CrossesTalk extends KnowsOthers {
    @Override
    Socket recipient(Socket own, Deque<Socket> connections) {
      if (ThreadLocalRandom.current().nextInt(20) > 0) {
        return own;
      }
      return connections.stream().filter(other -> other != own).findAny().orElse(own);
    }
  }

  /** {@code synchronized} on the method that serves. */
  @Fault(
      summary = "Serves one client at a time, though it accepts all.",
      cause = Cause.ONE_AT_A_TIME,
      caughtBy = {"concurrent/independent"},
      saying = {"came, then nothing moved"})
  public static final class LocksConversations extends TransformingServer {
    private CountDownLatch before = new CountDownLatch(0);

    /** Fixes the order at accept: threads may start in another one. */
    @Override
    void dispatch(Runnable conversation) {
      CountDownLatch mine = before;
      CountDownLatch next = new CountDownLatch(1);
      before = next;
      super.dispatch(
          () -> {
            try {
              mine.await();
              conversation.run();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              next.countDown();
            }
          });
    }
  }

  /** A lock for the sake of the log, or of a shared output. */
  @Fault(
      summary = "Holds one lock while it writes, so that a client that does not read stops all.",
      cause = Cause.ONE_BLOCKS_ALL,
      caughtBy = {"concurrent/stalled-peer"},
      saying = {"stop reading", "came, then nothing moved"})
  public static final class LocksWrites extends TransformingServer {
    private final Object lock = new Object();

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        byte[] answer = upper(chunk);
        synchronized (lock) {
          out.write(answer);
        }
      }
    }
  }

  /** A server with a limit of connections. */
  private abstract static class HasPlaces extends TransformingServer {
    private final AtomicInteger taken = new AtomicInteger();
    private final ThreadLocal<Boolean> served = ThreadLocal.withInitial(() -> false);
    private final int places;

    HasPlaces(int places) {
      this.places = places;
    }

    /** No place is left for this client. */
    void full() throws IOException {}

    /** A place is taken as the client is accepted: the thread may begin once others have ended. */
    @Override
    void dispatch(Runnable conversation) {
      boolean hasPlace = taken.incrementAndGet() <= places;
      super.dispatch(
          () -> {
            served.set(hasPlace);
            conversation.run();
          });
    }

    @Override
    void serve(Socket socket) throws IOException {
      try {
        if (served.get()) {
          super.serve(socket);
        } else {
          full();
        }
      } finally {
        taken.decrementAndGet();
      }
    }
  }

  /** {@code max_connections = 10}. */
  @Fault(
      summary = "Closes the connection of every client beyond the tenth.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"concurrent/burst", "concurrent/independent", "concurrent/slow-loris"},
      saying = {"the connection after 0 "})
  public static final class LimitOfTen extends HasPlaces {
    public LimitOfTen() {
      super(10);
    }
  }

  /** The array of clients is full, without an error. */
  @Fault(
      summary = "Accepts every client beyond the fortieth and never serves it.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"concurrent/burst", "concurrent/slow-loris"},
      saying = {"came, then nothing moved"},
      chance = "a burst must be accepted before the first forty of it end")
  public static final class IgnoresBeyondForty extends HasPlaces {
    public IgnoresBeyondForty() {
      super(40);
    }

    @Override
    void full() throws IOException {
      pause(Duration.ofDays(1));
    }
  }

  /** {@code FD_SETSIZE}, or {@code ulimit -n}, halved. */
  @Fault(
      summary = "Closes the connection of every client beyond five hundred.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"concurrent/many"},
      saying = {"the connection after 0 "})
  public static final class LimitOfFiveHundred extends HasPlaces {
    public LimitOfFiveHundred() {
      super(500);
    }
  }

  /** A pool of threads, as the book says, each of which stays with its client. */
  @Fault(
      summary = "Has 16 workers, each of which serves one client to its end.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"concurrent/slow-loris"},
      saying = {"came, then nothing moved"})
  public static final class HasSixteenWorkers extends TransformingServer {
    private final Semaphore workers = new Semaphore(16);

    @Override
    void serve(Socket socket) throws IOException {
      workers.acquireUninterruptibly(); // They come free, too, when the server is closed.
      try {
        super.serve(socket);
      } finally {
        workers.release();
      }
    }
  }

  /** Protection against floods of connections, too eager. */
  @Fault(
      summary = "Closes new connections while more than fifty clients have not sent anything.",
      cause = Cause.LIMIT_OF_CONNECTIONS,
      caughtBy = {"concurrent/burst", "concurrent/many"},
      saying = {"the connection after 0 "},
      chance = "fifty clients must be accepted before the first of them is read")
  public static final class DropsBursts extends TransformingServer {
    private final AtomicInteger silent = new AtomicInteger();
    private final ThreadLocal<Boolean> flood = ThreadLocal.withInitial(() -> false);

    /** Counted as it is accepted: the thread may begin once the client has sent something. */
    @Override
    void dispatch(Runnable conversation) {
      boolean tooMany = silent.incrementAndGet() > 50;
      super.dispatch(
          () -> {
            flood.set(tooMany);
            conversation.run();
          });
    }

    @Override
    void serve(Socket socket) throws IOException {
      byte[] first;
      try {
        if (flood.get()) {
          return;
        }
        first = receive(socket.getInputStream(), READ_SIZE);
      } finally {
        silent.decrementAndGet();
      }
      if (first != null) {
        socket.getOutputStream().write(upper(first));
        super.serve(socket);
      }
    }
  }
}
