package dev.echospec.zoo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.echospec.diagnosis.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that go wrong in some of the first conversations of their life, and in no other. */
public final class StartFaults {
  private StartFaults() {}

  /** Counts its conversations, and does otherwise in one of them. */
  private abstract static class Counting extends TransformingServer {
    private volatile Socket spoilt;

    /** Which conversation goes wrong, from 1. */
    abstract int wrong();

    /** Has the conversation that goes wrong. */
    abstract void spoil(InputStream in, OutputStream out) throws IOException;

    /** Counted as they are accepted: which thread begins first is chance. */
    @Override
    void acceptLoop(ServerSocket listener) throws IOException {
      for (int number = 1; ; number++) {
        Socket socket = listener.accept();
        if (number == wrong()) {
          spoilt = socket;
        }
        admit(socket);
      }
    }

    @Override
    void serve(Socket socket) throws IOException {
      if (socket.equals(spoilt)) {
        spoil(socket.getInputStream(), socket.getOutputStream());
      } else {
        super.serve(socket);
      }
    }
  }

  /** A flag of the first client that the second one still finds. */
  @Fault(
      summary = "Sends words of its own behind the echo of its second conversation.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 2 after the start", "that are not owed"},
      bytes = 1)
  public static final class WordsInSecondConversation extends Counting {
    @Override
    int wrong() {
      return 2;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      converse(in, out);
      out.write("ready\n".getBytes(US_ASCII));
    }
  }

  /** A pool of which one entry was never filled. */
  @Fault(
      summary = "Hangs up on its third client without an answer.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 3 after the start"},
      bytes = 1)
  public static final class HangsUpOnThirdClient extends Counting {
    @Override
    int wrong() {
      return 3;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      receive(in, READ_SIZE);
    }
  }

  /** A table that is filled while the first client is served. */
  @Fault(
      summary = "Answers its first client in lower case.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 1 after the start"},
      bytes = 1)
  public static final class FirstConversationIsRaw extends Counting {
    @Override
    int wrong() {
      return 1;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      in.transferTo(out);
    }
  }

  /** A connection that is taken for the parent's own. */
  @Fault(
      summary = "Hangs up on its first client without an answer.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 1 after the start"},
      bytes = 1)
  public static final class HangsUpOnFirstClient extends Counting {
    @Override
    int wrong() {
      return 1;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      receive(in, READ_SIZE);
    }
  }

  /** A fault that a test with five clients does not reach. */
  @Fault(
      summary = "Sends a line end behind the echo of its seventh conversation.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 7 after the start"})
  public static final class LineEndInSeventhConversation extends Counting {
    @Override
    int wrong() {
      return 7;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      converse(in, out);
      out.write('\n');
    }
  }

  /** A file of the run before, which is read and not understood. */
  @Fault(
      summary = "Goes wrong in its second conversation, once it was started again.",
      cause = Cause.FIRST_CONVERSATIONS,
      caughtBy = {"stream/first-conversations"},
      saying = {"In conversation 2 after the start"},
      bytes = 1)
  public static final class WrongOnceStartedAgain extends Counting {
    private static final AtomicInteger STARTS = new AtomicInteger();

    private final boolean again = STARTS.incrementAndGet() > 1;

    @Override
    int wrong() {
      return again ? 2 : 0;
    }

    @Override
    void spoil(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        out.write(chunk);
      }
    }
  }
}
