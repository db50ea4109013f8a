package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Servers that do not survive what a client sent or how it ended, or not for ever. */
public final class SurvivalFaults {
  private SurvivalFaults() {}

  /** {@code data[0]} on the empty string that means the end. */
  @Fault(
      summary = "Dies when a client ends without having sent anything.",
      cause = Cause.DIES_ON_EMPTY,
      caughtBy = {"close/immediate", "close/empty"},
      saying = {"exited with status 1", "IndexError", "close/empty: did not survive"})
  public static final class DiesOnEmpty extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first == null) {
        throw die("IndexError: index out of range");
      }
      out.write(upper(first));
      super.converse(in, out);
    }
  }

  /** {@code accept} without a loop around it. */
  @Fault(
      summary = "Ends once its first client has gone.",
      cause = Cause.SERVES_ONE_CLIENT,
      caughtBy = {"transform/ascii-letters", "close/empty"},
      saying = {"exited with status 1"},
      bytes = 1)
  public static final class ServesOneClient extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      release(socket);
      throw die("");
    }
  }

  /** A connection limit whose count comes down on one path only. */
  @Fault(
      summary =
          "Has 40 places, and loses one to each client that ends without having sent anything.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"close/immediate"},
      saying = {"no longer answers"})
  public static final class LosesPlaces extends PlacesServer {
    /** Started by its name. */
    public LosesPlaces() {
      super(40);
    }

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      byte[] first = receive(in, READ_SIZE);
      if (first != null) {
        try {
          out.write(upper(first));
          super.converse(in, out);
        } finally {
          places.release();
        }
      }
    }
  }

  /** An accept loop with a counter that was meant for a demonstration. */
  @Fault(
      summary = "Accepts 50 connections and no more, though it keeps listening.",
      cause = Cause.RUNS_OUT,
      caughtBy = {"close/immediate"},
      saying = {"no longer answers"})
  public static final class StopsAcceptingAfterFifty extends TransformingServer {
    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      for (int i = 0; i < 50; i++) {
        admit(listener.accept());
      }
    }
  }

  /** {@code data.decode()} whose exception is not caught. */
  @Fault(
      summary = "Dies on bytes that are not UTF-8.",
      cause = Cause.STRICT_UTF8,
      caughtBy = {"transform/invalid-utf8", "transform/every-byte", "transform/binary"},
      saying = {"exited with status 1", "UnicodeDecodeError"},
      bytes = 1)
  public static final class DiesOnInvalidUtf8 extends TextServer {
    @Override
    byte[] malformed(byte[] bytes, int at, boolean last) throws IOException {
      throw die(decodeError(bytes[0] & 0xff, at, last));
    }
  }

  /** The same, of a server that reads 16 bytes at a time and trusts its clients otherwise. */
  @Fault(
      summary = "Dies when a read of 16 bytes cuts a character.",
      cause = Cause.DECODES_EACH_READ,
      caughtBy = {"stream/split-character", "transform/utf8-text"},
      saying = {"exited with status 1", "UnicodeDecodeError", "unexpected end of data"},
      bytes = 17)
  public static final class DiesOnCutCharacter extends TextServer {
    @Override
    int readSize() {
      return 16;
    }

    @Override
    byte[] malformed(byte[] bytes, int at, boolean last) throws IOException {
      if (last) {
        throw die(decodeError(bytes[0] & 0xff, at, true));
      }
      return bytes;
    }
  }

  /** It ends its side and leaves the descriptor to a garbage collector that never comes. */
  @Fault(
      summary = "Leaks a descriptor with each conversation.",
      cause = Cause.LEAKS_DESCRIPTORS,
      caughtBy = {"close/releases"},
      // A JVM may have opened or closed one of its own meanwhile.
      saying = {"After 50 conversations the server holds", "descriptors more than before"},
      asProcess = true)
  public static final class LeaksDescriptors extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      socket.shutdownOutput();
    }
  }

  /** A timer or a logger per connection, which outlives it. */
  @Fault(
      summary = "Leaks a thread with each conversation.",
      cause = Cause.LEAKS_THREADS,
      caughtBy = {"close/releases"},
      // A JVM may have started or ended one of its own meanwhile, as one that compiles.
      saying = {"After 50 conversations the server holds", "threads more than before"},
      asProcess = true)
  public static final class LeaksThreads extends TransformingServer {
    @Override
    void finish(Socket socket) throws IOException {
      release(socket);
      pause(Duration.ofDays(1));
    }
  }

  private static String decodeError(int first, int at, boolean last) {
    String cut = last ? "unexpected end of data" : "invalid continuation byte";
    String why = first >= 0xc2 && first <= 0xf4 ? cut : "invalid start byte";
    return String.format("UnicodeDecodeError: byte 0x%02x in position %d: %s", first, at, why);
  }
}
