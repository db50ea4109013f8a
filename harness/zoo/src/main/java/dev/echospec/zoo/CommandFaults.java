package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Servers that take some word of what they read for a command. */
public final class CommandFaults {
  private CommandFaults() {}

  /** What one read gave, as text without blanks and line ends around it. */
  private static String words(byte[] read) {
    return new String(read, StandardCharsets.ISO_8859_1).strip();
  }

  /** Looks at each read before it is answered; true ends the conversation. */
  private abstract static class Obeys extends TransformingServer {
    /** Acts on what was read. */
    abstract boolean isOver(byte[] read, OutputStream out) throws IOException;

    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (isOver(chunk, out)) {
          return;
        }
      }
    }
  }

  /** The tutorial of another server: {@code if data == b"STOP": break}. */
  @Fault(
      summary = "Hangs up at a line STOP without an answer.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"53 54 4f 50", "STOP"},
      bytes = 6)
  public static final class HangsUpAtStop extends Obeys {
    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      boolean over = words(read).equals("STOP");
      if (!over) {
        out.write(upper(read));
      }
      return over;
    }
  }

  /** A chat server that says goodbye like its clients do. */
  @Fault(
      summary = "Answers quit or bye, in any case, and then closes.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"closed the connection after", "though the client had not closed its side"},
      bytes = 6)
  public static final class ClosesAfterQuit extends Obeys {
    private static final Set<String> LAST = Set.of("quit", "bye");

    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      out.write(upper(read));
      return LAST.contains(words(read).toLowerCase(Locale.ROOT));
    }
  }

  /** What was copied from a mail server. */
  @Fault(
      summary = "Answers 250 OK to a line that begins with EHLO or HELO.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"250"},
      bytes = 8)
  public static final class GreetsMailClients extends Obeys {
    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      boolean mail = words(read).matches("(EHLO|HELO)( .*)?");
      out.write(mail ? "250 OK\r\n".getBytes(StandardCharsets.US_ASCII) : upper(read));
      return false;
    }
  }

  /** A help text behind the echo. */
  @Fault(
      summary = "Explains itself at the word help, behind its echo.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"that are not owed"},
      bytes = 6)
  public static final class ExplainsItself extends Obeys {
    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      answer.writeBytes(upper(read));
      // Also among others in one read: which writes come together is a matter of chance.
      if (words(read).lines().anyMatch("help"::equals)) {
        answer.writeBytes("type quit to leave\n".getBytes(StandardCharsets.US_ASCII));
      }
      // In one write: on a busy machine the text came long after the echo, when all was over.
      out.write(answer.toByteArray());
      return false;
    }
  }

  /** Only a whole line with its CR LF is a command, wherever it stands among others. */
  @Fault(
      summary = "Hangs up at the line LOGOUT with CR LF, also among others in one read.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"4c 4f 47 4f 55 54"},
      bytes = 8)
  public static final class HangsUpAtLogout extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        int kept = 0;
        for (byte b : chunk) {
          line.write(b);
          kept++;
          if (b == '\n') {
            if (line.toString(StandardCharsets.ISO_8859_1).equals("LOGOUT\r\n")) {
              return;
            }
            out.write(
                upper(line.toByteArray()),
                line.size() - Math.min(kept, line.size()),
                Math.min(kept, line.size()));
            line.reset();
            kept = 0;
          }
        }
        out.write(upper(line.toByteArray()), line.size() - kept, kept);
      }
    }
  }

  /** A back door for the one who deploys it. */
  @Fault(
      summary = "Ends at the word shutdown.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"SHUTDOWN"},
      bytes = 10)
  public static final class ShutsDown extends Obeys {
    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      if (words(read).lines().anyMatch(line -> line.strip().equalsIgnoreCase("shutdown"))) {
        throw die("shutting down");
      }
      out.write(upper(read));
      return false;
    }
  }

  /** Only a line among several, after another one, is a command of this protocol. */
  @Fault(
      summary = "Falls silent at a line exit that follows another line in one read.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"EXIT"})
  public static final class StopsAtExitAmongLines extends Obeys {
    @Override
    boolean isOver(byte[] read, OutputStream out) throws IOException {
      String text = new String(read, StandardCharsets.ISO_8859_1);
      int at = text.toLowerCase(Locale.ROOT).indexOf("\nexit\n");
      out.write(upper(read), 0, at < 0 ? read.length : at + 1);
      return at >= 0;
    }
  }

  /** Keeps the socket in a field of the conversation only. */
  @Fault(
      summary = "Ends its own side at the word end, in lower case, and goes on reading.",
      cause = Cause.COMMAND_WORD,
      caughtBy = {"stream/command-words"},
      saying = {"though the client had not closed its side"},
      bytes = 5)
  public static final class HalfClosesAtEnd extends TransformingServer {
    @Override
    void serve(Socket socket) throws IOException {
      InputStream in = socket.getInputStream();
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (!socket.isOutputShutdown()) {
          socket.getOutputStream().write(upper(chunk));
        }
        if (words(chunk).equals("end")) {
          socket.shutdownOutput();
        }
      }
    }
  }
}
