package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/** Servers that go wrong when much is on its way, or when the client does not read. */
public final class FlowFaults {
  private static final int MIB = 1 << 20;

  private FlowFaults() {}

  /** {@code send} where {@code sendall} was meant. */
  @Fault(
      summary = "Ignores how much a write took: what did not fit is lost.",
      cause = Cause.IGNORES_SHORT_WRITES,
      caughtBy = {"flow/stalled-reader"},
      saying = {"stop reading", "first difference at byte"})
  public static final class IgnoresShortWrites extends ChannelServer {
    @Override
    void converse(Line line) throws IOException {
      for (ByteBuffer answer; (answer = line.answer()) != null; ) {
        line.write(answer);
        line.await(SelectionKey.OP_READ, 0);
      }
    }
  }

  /** One variable for what is left to write, where a list is needed. */
  @Fault(
      summary = "Keeps what one write left over, and forgets it when the next leaves more.",
      cause = Cause.IGNORES_SHORT_WRITES,
      caughtBy = {"flow/slow-reader", "flow/half-close-while-owed"},
      saying = {"first difference at byte"})
  public static final class KeepsOneRest extends ChannelServer {
    @Override
    void prepare(Socket socket) throws IOException {
      super.prepare(socket);
      socket.setSendBufferSize(64 * 1024);
    }

    @Override
    void converse(Line line) throws IOException {
      ByteBuffer rest = ByteBuffer.allocate(0);
      for (ByteBuffer answer; (answer = line.answer()) != null; ) {
        line.write(rest);
        if (!rest.hasRemaining()) {
          line.write(answer);
        }
        if (answer.hasRemaining()) {
          rest = answer;
        }
        int more = rest.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        line.await(SelectionKey.OP_READ | more, 0);
      }
      while (rest.hasRemaining()) {
        line.await(SelectionKey.OP_WRITE, 0);
        line.write(rest);
      }
    }
  }

  /** A write timeout, meant for peers that are gone. */
  @Fault(
      summary = "Drops a client that does not read for half a second.",
      cause = Cause.DROPS_SLOW_READERS,
      caughtBy = {"flow/stalled-reader"},
      saying = {"stop reading", "server reset the connection after"})
  public static final class GivesUpSlowWrites extends ChannelServer {
    @Override
    void converse(Line line) throws IOException {
      for (ByteBuffer answer; (answer = line.answer()) != null; ) {
        line.write(answer);
        while (answer.hasRemaining()) {
          if (!line.await(SelectionKey.OP_WRITE, 500)) {
            throw new IOException("timed out");
          }
          line.write(answer);
        }
        line.await(SelectionKey.OP_READ, 0);
      }
    }
  }

  /** A bounded queue, and {@code offer} instead of {@code put}. */
  @Fault(
      summary = "Forgets answers while more than 4 MiB of earlier ones wait to be read.",
      cause = Cause.IGNORES_SHORT_WRITES,
      caughtBy = {"flow/stalled-reader"},
      saying = {"stop reading", "first difference at byte"})
  public static final class DropsWhenQueueIsFull extends QueueingServer {
    @Override
    void enqueue(byte[] answer, Pending pending) {
      if (pending.bytes() <= 4 * MIB) {
        pending.add(ByteBuffer.wrap(answer));
      }
    }
  }

  /** "Slow consumer" is what a message broker calls it. */
  @Fault(
      summary = "Drops a client for which more than 4 MiB wait to be read.",
      cause = Cause.DROPS_SLOW_READERS,
      caughtBy = {"flow/stalled-reader"},
      saying = {"stop reading", "server reset the connection after"})
  public static final class DropsSlowReaders extends QueueingServer {
    @Override
    void enqueue(byte[] answer, Pending pending) throws IOException {
      super.enqueue(answer, pending);
      if (pending.bytes() > 4 * MIB) {
        throw new IOException("slow consumer");
      }
    }
  }

  /** {@code socket.write} in the data event, without a wait for the drain event. */
  @Fault(
      summary = "Queues answers that are not read without bound.",
      cause = Cause.QUEUES_WITHOUT_BOUND,
      caughtBy = {"flow/bounded-memory"},
      saying = {"takes 128.0 MiB, all that was offered", "its memory grows by"},
      asProcess = true,
      chance = "it must take 128 MiB before the client's pause ends: a race with a busy machine")
  public static final class QueuesWithoutBound extends QueueingServer {}

  /** {@code socket.destroy()} on the end event. */
  @Fault(
      summary = "Forgets all but a mebibyte of what waits to be read when the client half-closes.",
      cause = Cause.LOSES_PENDING_AT_HALF_CLOSE,
      caughtBy = {"flow/half-close-while-owed"},
      saying = {"stop reading", "half-close", "it owed"})
  public static final class DropsMegabytesAtTheEnd extends QueueingServer {
    @Override
    void ended(Pending pending) throws IOException {
      if (pending.bytes() > MIB) {
        throw new IOException("destroyed");
      }
    }
  }

  /** Buffers are taken in turn without a check that they are free. */
  @Fault(
      summary = "Overwrites answers in its ring of 64 buffers that were not read yet.",
      cause = Cause.IGNORES_SHORT_WRITES,
      caughtBy = {"flow/slow-reader", "flow/stalled-reader", "flow/half-close-while-owed"},
      saying = {"first difference at byte"})
  public static final class OverrunsRing extends QueueingServer {
    private final ThreadLocal<Ring> rings = ThreadLocal.withInitial(Ring::new);

    private static final class Ring {
      private final byte[][] buffers = new byte[64][READ_SIZE];
      private int next;
    }

    @Override
    void serve(Socket socket) throws IOException {
      rings.remove();
      super.serve(socket);
    }

    @Override
    void enqueue(byte[] answer, Pending pending) {
      Ring ring = rings.get();
      byte[] buffer = ring.buffers[ring.next++ % ring.buffers.length];
      System.arraycopy(answer, 0, buffer, 0, answer.length);
      pending.add(ByteBuffer.wrap(buffer, 0, answer.length));
    }
  }

  /** It means to answer large input in one go, and has room for 8 MiB. */
  @Fault(
      summary = "Gathers what comes after the first mebibyte, and stops for ever at 8 MiB.",
      cause = Cause.GATHERS_INPUT,
      caughtBy = {"flow/large"},
      // The client has sent all by then, or not, by how far the script was shrunk.
      saying = {"nothing moved for"})
  public static final class GathersLargeInput extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      ByteArrayOutputStream gathered = new ByteArrayOutputStream();
      long answered = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (answered < MIB) {
          out.write(upper(chunk));
          answered += chunk.length;
        } else {
          gathered.writeBytes(upper(chunk));
        }
        if (gathered.size() >= 8 * MIB) {
          pause(Duration.ofDays(1));
        }
      }
      out.write(gathered.toByteArray());
    }
  }

  /** The offset is kept in 24 bits, beside some flags. */
  @Fault(
      summary = "Leaves the byte at 16 MiB as it is, and adds a bit to it.",
      cause = Cause.WRONG_AT_OFFSET,
      caughtBy = {"flow/large", "flow/stalled-reader"},
      saying = {"first difference at byte 16777216"})
  public static final class WrongAtSixteenMebibytes extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      long at = 0;
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; at += chunk.length) {
        byte[] answer = upper(chunk);
        if (at <= 16 * MIB && at + chunk.length > 16 * MIB) {
          answer[(int) (16 * MIB - at)] ^= 1;
        }
        out.write(answer);
      }
    }
  }

  /** Fair use. */
  @Fault(
      summary = "Ends a conversation after 32 MiB.",
      cause = Cause.LIMIT_PER_CONNECTION,
      caughtBy = {"flow/large"},
      saying = {"the connection after 33554432 "})
  public static final class HasQuota extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      int left = 32 * MIB;
      for (byte[] chunk; left > 0 && (chunk = receive(in, Math.min(left, READ_SIZE))) != null; ) {
        out.write(upper(chunk));
        left -= chunk.length;
      }
    }
  }
}
