package com.example;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves each client in a thread of its own. It has a fault that is common: it takes what one read
 * returns for text.
 */
public final class BlockingEchoServer implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int READ_SIZE = 16;

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "blocking echo server");
            thread.setDaemon(true);
            return thread;
          });

  private BlockingEchoServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on a port of the loopback address; 0 takes a free one. */
  public static BlockingEchoServer listen(int port) throws IOException {
    BlockingEchoServer server =
        new BlockingEchoServer(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
    server.threads.execute(server::accept);
    return server;
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // Closed; or the client was gone already.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] bytes = new byte[READ_SIZE];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        String text = new String(bytes, 0, n, StandardCharsets.UTF_8);
        client.getOutputStream().write(upper(text).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // A client that resets its connection ends its own conversation only.
    } finally {
      open.remove(client);
    }
  }

  private static String upper(String text) {
    StringBuilder upper = new StringBuilder(text);
    for (int i = 0; i < upper.length(); i++) {
      char c = upper.charAt(i);
      if (c >= 'a' && c <= 'z') {
        upper.setCharAt(i, Character.toUpperCase(c));
      }
    }
    return upper.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : open) {
      client.close();
    }
    threads.shutdown();
  }
}
