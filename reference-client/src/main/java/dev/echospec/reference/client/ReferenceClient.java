package dev.echospec.reference.client;

import dev.echospec.reference.client.Outcome.End;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * A correct echo client: the tutorial's client without its faults. It sends a text, reads until as
 * many bytes have been received, and closes. Whatever the server does (ends early, resets, is
 * silent, sends other or more bytes), it ends within its timeouts and reports how.
 */
public final class ReferenceClient {
  private final ClientOptions options;

  /**
   * Creates a client for one server.
   *
   * @param options where to connect and how to read
   */
  public ReferenceClient(ClientOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Runs one exchange on a connection of its own, which is closed when this returns. It waits at
   * most the timeout for the connection, and then for each next byte of the reply.
   *
   * @param text the bytes to send; may be empty; not changed
   * @param log receives the events
   * @return how it ended
   * @throws InterruptedException if the thread is interrupted
   */
  public Outcome send(byte[] text, ClientLog log) throws InterruptedException {
    log.connecting(options.host(), options.port());
    try {
      SocketChannel channel = new Connector(options).connect();
      try {
        log.sending(text);
        return new Exchange(channel, text, options, log).run();
      } finally {
        log.closing();
        closeQuietly(channel);
      }
    } catch (UnknownHostException e) {
      return Outcome.notConnected(End.UNKNOWN_HOST, text.length, "");
    } catch (ConnectException e) {
      return Outcome.notConnected(End.REFUSED, text.length, said(e));
    } catch (IOException e) {
      return Outcome.notConnected(End.UNREACHABLE, text.length, said(e));
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The exchange is over, and the descriptor is closed in any case.
    }
  }

  private static String said(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
