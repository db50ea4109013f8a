package dev.echospec.client.play;

import dev.echospec.client.script.Host;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** A client that the kit runs, once for each script. */
public interface ClientUnderTest extends AutoCloseable {
  /** Variable in the environment of a client that tells it which case it is run for. */
  String CASE = "ECHOSPEC_CASE";

  /** Which messages a client can be given. */
  enum Messages {
    /** Any bytes, on its standard input. */
    ANY,
    /** Text without controls, as a word of its command line; at most {@link #LONGEST_WORD}. */
    TEXT,
    /** The one that it always sends. */
    FIXED;

    /** Longest message in a word, in bytes: Linux takes 128 KiB. */
    public static final int LONGEST_WORD = 100_000;
  }

  /** Returns the client as the user wrote it. */
  String name();

  /** Returns which messages it can be given. */
  Messages messages();

  /** Returns the message that it always sends; empty unless it is fixed. */
  Optional<byte[]> fixedMessage();

  /** Returns the port that it always connects to; 0 if it is told one for each run. */
  int fixedPort();

  /** Returns the hosts that it can be told; only {@link Host#NAME} if it is told none. */
  List<Host> hosts();

  /** Returns true if it has a standard error stream that the kit sees. */
  boolean hasStderr();

  /** Returns true if a run is over when its connections are: its process is not the kit's. */
  default boolean endsWithItsConnection() {
    return false;
  }

  /**
   * Makes what all runs need, such as an image; may take minutes. Without it the first run does so.
   *
   * @throws TargetException if that cannot be made; for the user
   */
  default void prepare() throws TargetException {
    // Most clients need nothing.
  }

  /**
   * Starts one run.
   *
   * @param server where the kit's server is
   * @param message what to send
   * @param caseId id of the case, which a client may look at
   * @param ended is called once when the run has ended, in any thread
   * @return the run, which the caller ends
   * @throws IOException if it cannot be started; the message is a sentence for the user
   */
  ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended)
      throws IOException;

  /** Ends what runs of this client have left behind. No run may be under way. */
  void sweep();

  /** Ends everything that runs of this client have started. */
  @Override
  void close();
}
