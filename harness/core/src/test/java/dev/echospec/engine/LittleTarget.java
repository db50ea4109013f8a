package dev.echospec.engine;

import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** A server in this process; a test decides its first answer in each conversation. */
class LittleTarget implements Target {
  private final Behaviour behaviour;
  private final List<Socket> open = new ArrayList<>();
  private ExecutorService threads;
  private ServerSocket listener;
  private int starts;

  /** Decides the first answer of a conversation. */
  interface Behaviour {
    /**
     * Returns the answer; null to send nothing and keep the connection open.
     *
     * @param said the first bytes of the client
     */
    byte[] answer(byte[] said);
  }

  LittleTarget(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  static byte[] upper(byte[] bytes) {
    byte[] upper = bytes.clone();
    for (int i = 0; i < upper.length; i++) {
      upper[i] = (byte) (upper[i] >= 'a' && upper[i] <= 'z' ? upper[i] - 32 : upper[i]);
    }
    return upper;
  }

  int starts() {
    return starts;
  }

  @Override
  public String name() {
    return "little";
  }

  @Override
  public void start() throws TargetException {
    stop();
    starts++;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new TargetException(e.toString());
    }
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "little");
              thread.setDaemon(true);
              return thread;
            });
    ServerSocket current = listener;
    threads.execute(() -> accept(current));
  }

  private void accept(ServerSocket current) {
    while (true) {
      try {
        Socket socket = current.accept();
        synchronized (open) {
          open.add(socket);
        }
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        // The test is over.
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[64 << 10];
      boolean first = true;
      for (int count; (count = in.read(buffer)) > 0; first = false) {
        byte[] said = Arrays.copyOf(buffer, count);
        byte[] answer = first ? behaviour.answer(said) : upper(said);
        if (answer == null) {
          return;
        }
        socket.getOutputStream().write(answer);
      }
      socket.close();
    } catch (IOException e) {
      // The client is gone, as it may be.
    }
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  @Override
  public Optional<String> death() {
    return Optional.empty();
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public void stop() {
    if (listener == null) {
      return;
    }
    threads.shutdownNow();
    try {
      listener.close();
      synchronized (open) {
        for (Socket socket : open) {
          socket.close();
        }
        open.clear();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
