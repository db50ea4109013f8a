package dev.echospec.reference.client;

import dev.echospec.reference.client.Outcome.End;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * A correct echo client: what the tutorial's client means to do, without its faults. It sends a
 * text, reads until as many bytes have come back, and closes. Whatever the server does (ends early,
 * resets, says nothing, sends something else or more), it ends, and says how.
 */
public final class ReferenceClient {
  private final ClientOptions options;

  /**
   * @param options where to connect and how to read
   */
  public ReferenceClient(ClientOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Holds one exchange on a connection of its own, which is closed when this returns. It waits no
   * longer than the timeout for the connection, and then for each next byte of the reply.
   *
   * @param text the bytes to send, any bytes, none at all included; not changed
   * @param log where to tell what happens
   * @return how it ended
   * @throws InterruptedException when the thread is interrupted
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
      // The exchange is over, and the descriptor gone in any case.
    }
  }

  private static String said(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
