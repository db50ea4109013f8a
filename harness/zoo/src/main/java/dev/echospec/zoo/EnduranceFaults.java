package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that go wrong after a while only, or once in a while. */
public final class EnduranceFaults {
  private EnduranceFaults() {}

  /** A server that counts its conversations, from 1. */
  private abstract static class CountsConversations extends TransformingServer {
    private final AtomicInteger conversations = new AtomicInteger();

    /** One conversation; the others have other numbers. */
    abstract void converse(int number, Socket socket) throws IOException;

    @Override
    final void serve(Socket socket) throws IOException {
      converse(conversations.incrementAndGet(), socket);
    }

    /** As a correct server does. */
    final void serveWell(Socket socket) throws IOException {
      super.serve(socket);
    }
  }

  /** A pool whose 700th entry is its end mark. */
  @Fault(
      summary = "Adds a bit to the first byte of every 700th conversation.",
      cause = Cause.WRONG_AFTER_N_CONNECTIONS,
      caughtBy = {"endurance/churn"},
      saying = {"Byte 0 of the echo is"})
  public static final class WrongEvery700th extends CountsConversations {
    @Override
    void converse(int number, Socket socket) throws IOException {
      byte[] first = receive(socket.getInputStream(), 1);
      if (first != null) {
        int wrong = number % 700 == 0 ? 0x80 : 0;
        socket.getOutputStream().write(upper(first[0]) ^ wrong);
        serveWell(socket);
      }
    }
  }

  /** {@code RuntimeError}, since threads that ended are never joined. */
  @Fault(
      summary = "Dies at its 900th conversation.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"endurance/churn"},
      saying = {"exited with status 1", "can't start new thread"})
  public static final class DiesAt900 extends CountsConversations {
    @Override
    void converse(int number, Socket socket) throws IOException {
      if (number >= 900) {
        throw die("RuntimeError: can't start new thread");
      }
      serveWell(socket);
    }
  }

  /** Out of descriptors, and the loop around accept has an end. */
  @Fault(
      summary = "Accepts 800 connections and no more, though it keeps listening.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"endurance/churn"},
      saying = {"no longer answers"})
  public static final class StopsAcceptingAfter800 extends TransformingServer {
    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      for (int i = 0; i < 800; i++) {
        admit(listener.accept());
      }
    }
  }

  /** A list of all clients that ever were, and a search in a search in it. */
  @Fault(
      summary = "Takes twice as long over each conversation as over the last, from the 300th on.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"endurance/churn"},
      saying = {"no longer answers"})
  public static final class SlowsDown extends CountsConversations {
    private static final int LONGEST_MILLIS = 8000;

    @Override
    void converse(int number, Socket socket) throws IOException {
      if (number > 300) {
        pause(Duration.ofMillis(Math.min(LONGEST_MILLIS, 1L << Math.min(20, number - 300))));
      }
      serveWell(socket);
    }
  }

  /** A decimal counter of five digits. */
  @Fault(
      summary = "Adds a bit to the byte at 100,000 of a conversation.",
      cause = Cause.WRONG_AT_OFFSET,
      caughtBy = {"endurance/long-lived"},
      saying = {"first difference at byte 100000"})
  public static final class WrongAt100000 extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int at = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; at += chunk.length) {
        byte[] answer = upper(chunk);
        if (at <= 100_000 && at + chunk.length > 100_000) {
          answer[100_000 - at] ^= (byte) 0x80;
        }
        out.write(answer);
      }
    }
  }

  /** Keep-alive, with a maximum of requests. */
  @Fault(
      summary = "Closes after 5,000 answers.",
      cause = Cause.LIMIT_PER_CONNECTION,
      caughtBy = {"endurance/long-lived"},
      saying = {"closed the connection after", "though the client had not closed its side"})
  public static final class ClosesAfter5000Answers extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (int answers = 0; answers < 5000; answers++) {
        byte[] chunk = receive(in, READ_SIZE);
        if (chunk == null) {
          return;
        }
        out.write(upper(chunk));
      }
    }
  }

  /** A native library's handle for each message, that is never freed. */
  @Fault(
      summary = "Keeps memory of eight times the size of each read, outside of the heap.",
      cause = Cause.KEEPS_WHAT_IT_ECHOES,
      caughtBy = {"endurance/memory"},
      saying = {"The server keeps what it echoes", "its memory grew by"},
      asProcess = true)
  public static final class KeepsNativeMemory extends TransformingServer {
    private final Queue<ByteBuffer> kept = new ConcurrentLinkedQueue<>();

    @Override
    byte[] transform(byte[] chunk) {
      kept.add(ByteBuffer.allocateDirect(8 * chunk.length));
      return upper(chunk);
    }
  }

  /** Memory without error correction. */
  @Fault(
      summary = "Adds a bit to the first byte of one answer in a thousand.",
      cause = Cause.INTERMITTENT,
      caughtBy = {"endurance/long-lived"},
      saying = {"of the echo is"},
      chance = "each answer is wrong with a probability of one in a thousand")
  public static final class WrongOnceInAThousand extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      byte[] answer = upper(chunk);
      if (ThreadLocalRandom.current().nextInt(1000) == 0) {
        answer[0] ^= (byte) 0x80;
      }
      return answer;
    }
  }

  /** An answer is given back to the pool before it is written. */
  @Fault(
      summary = "Loses one answer in a thousand.",
      cause = Cause.INTERMITTENT,
      caughtBy = {"endurance/long-lived"},
      saying = {"while the connection stays open"},
      chance = "each answer is lost with a probability of one in a thousand")
  public static final class LosesOneInAThousand extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) {
      boolean lost = ThreadLocalRandom.current().nextInt(1000) == 0;
      return lost ? new byte[0] : upper(chunk);
    }
  }
}
