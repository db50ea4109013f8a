package dev.echospec.reference.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;

/** The reference client as a program. */
public final class Main {
  /** Exit code: as many bytes came back as were sent, or help was printed. */
  public static final int ECHOED = 0;

  /** Exit code: the reply was cut short, by an end, a reset or silence. */
  public static final int CUT_SHORT = 1;

  /** Exit code: the command line is wrong. */
  public static final int USAGE = 2;

  /** Exit code: there was no connection. */
  public static final int NOT_CONNECTED = 3;

  private static final String HELP =
      """
      Usage: %1$s [OPTION]... [TEXT]
      Sends TEXT (Hello World!) to an echo server and prints what comes back.

        --host H         name or address of the server (localhost)
        --port N         its port (10000)
        --read-size N    the most bytes in one read, and so in one line, 1 to 16777216 (16)
        --timeout S      seconds to wait for the connection, and for each next byte of the reply (10)
        --lang L         language of the dialogue, en or ru (en)
        --help           this text

      Exit codes: 0 as many bytes came back as were sent (they are not judged), 1 the reply
      was cut short, 2 wrong usage, 3 could not connect.

      Example: a text of one's own, to a server on port 7007, and two seconds' patience:
        %1$s --port 7007 --timeout 2 'Bonjour à tous'
      """;

  private Main() {}

  /** Runs one exchange. */
  public static void main(String[] args) {
    System.exit(run("java -jar reference-client.jar", args, System.out, System.err));
  }

  /**
   * Parses the arguments and runs one exchange.
   *
   * @param program the command as the user typed it; for the help and the messages
   * @param args the options and the text
   * @param out for the dialogue, in UTF-8 whatever its own encoding, and the help
   * @param err for one line that says what is wrong
   * @return the exit code
   */
  public static int run(String program, String[] args, PrintStream out, PrintStream err) {
    try {
      CommandLine line = CommandLine.parse(args);
      if (line.help()) {
        byte[] help = HELP.formatted(program).getBytes(UTF_8);
        out.write(help, 0, help.length);
        out.flush();
        return ECHOED;
      }
      requireLegible(line.text());
      ClientOptions options = line.options();
      Outcome outcome =
          new ReferenceClient(options)
              .send(line.text().getBytes(UTF_8), ClientLog.dialogue(options.language(), out));
      String remark = remark(outcome, options);
      if (!remark.isEmpty()) {
        err.println(program + ": " + remark);
      }
      return exitCode(outcome.end());
    } catch (UsageException e) {
      err.println(program + ": " + e.getMessage() + " (see " + program + " --help)");
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println(program + ": interrupted");
      return CUT_SHORT;
    }
  }

  /**
   * Rejects a text that the JVM has already damaged: in an ASCII locale it loses the bytes of other
   * characters.
   */
  private static void requireLegible(String text) throws UsageException {
    if (text.indexOf('\uFFFD') >= 0
        && !UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))) {
      throw new UsageException("this locale cannot carry the text: set LC_ALL=C.UTF-8");
    }
  }

  private static int exitCode(Outcome.End end) {
    return switch (end) {
      case COMPLETE -> ECHOED;
      case ENDED_EARLY, RESET, TIMED_OUT -> CUT_SHORT;
      case REFUSED, UNKNOWN_HOST, UNREACHABLE -> NOT_CONNECTED;
    };
  }

  private static String remark(Outcome outcome, ClientOptions options) {
    String server = options.host() + " port " + options.port();
    String came = outcome.reply().length + " of " + outcome.expected() + " bytes";
    int excess = outcome.reply().length - outcome.expected();
    return switch (outcome.end()) {
      case COMPLETE -> excess > 0 ? "note: " + excess + " bytes more came than were sent" : "";
      case ENDED_EARLY -> "the server closed the connection early, after " + came;
      case RESET -> "the server reset the connection, after " + came;
      case TIMED_OUT ->
          "timed out: nothing came for " + seconds(options.timeout()) + " s, after " + came;
      case REFUSED ->
          "nobody answers at "
              + server
              + " ("
              + outcome.detail()
              + "): start a server there, or"
              + " give another with --host and --port";
      case UNKNOWN_HOST ->
          "the name '"
              + options.host()
              + "' does not resolve: give --host the name or address of"
              + " a server";
      case UNREACHABLE ->
          "cannot connect to "
              + server
              + " ("
              + outcome.detail()
              + "): check --host and --port, or"
              + " wait longer with --timeout";
    };
  }

  private static String seconds(Duration timeout) {
    return new BigDecimal(timeout.toNanos()).movePointLeft(9).stripTrailingZeros().toPlainString();
  }
}
