package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;

/**
 * Content faults in front of another server: what a client sends passes through the {@link
 * TransformingServer#transform} of each before the server reads it. The server upper-cases once
 * more, so a fault that leaves lower-case letters does not show through a layer.
 */
final class Layers {
  private final List<TransformingServer> faults;

  Layers(List<TransformingServer> faults) {
    this.faults = List.copyOf(faults);
  }

  /** The connection as a server sees it behind the layers. */
  Socket over(Socket socket, ZooServer server) {
    return faults.isEmpty() ? socket : new LayeredSocket(socket, server);
  }

  void close() {
    faults.forEach(ZooServer::close);
  }

  /** A fault that ends its server ends the server behind it. */
  private byte[] transform(byte[] chunk, ZooServer server) throws IOException {
    byte[] passed = chunk;
    for (TransformingServer fault : faults) {
      try {
        passed = fault.transform(passed);
      } catch (IOException e) {
        throw fault.alive() ? e : server.die(fault.lastWords().orElse(""));
      }
    }
    return passed;
  }

  /**
   * Hands every call on; only what is read passes through the layers. It is equal to the socket
   * behind it, by which a server knows the connection since it accepted it.
   */
  private final class LayeredSocket extends Socket {
    private final Socket socket;
    private final ZooServer server;
    private InputStream in;

    LayeredSocket(Socket socket, ZooServer server) {
      this.socket = socket;
      this.server = server;
    }

    @Override
    public boolean equals(Object other) {
      return other == this || socket.equals(other);
    }

    @Override
    public int hashCode() {
      return socket.hashCode();
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (in == null) {
        in = new LayeredInput(socket.getInputStream(), server);
      }
      return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return socket.getOutputStream();
    }

    @Override
    public boolean isOutputShutdown() {
      return socket.isOutputShutdown();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
      socket.setSendBufferSize(size);
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
      socket.setSoLinger(on, linger);
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
      socket.setSoTimeout(timeout);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      socket.setTcpNoDelay(on);
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** What a client sends, changed read by read. */
  private final class LayeredInput extends InputStream {
    private final InputStream raw;
    private final ZooServer server;
    private byte[] chunk = new byte[0];
    private int at;

    LayeredInput(InputStream raw, ZooServer server) {
      this.raw = raw;
      this.server = server;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      while (at == chunk.length) {
        byte[] read = ZooServer.receive(raw, Math.max(1, most));
        if (read == null) {
          return -1;
        }
        chunk = transform(read, server);
        at = 0;
      }
      int count = Math.min(most, chunk.length - at);
      System.arraycopy(chunk, at, into, from, count);
      at += count;
      return count;
    }

    @Override
    public int available() throws IOException {
      return chunk.length - at + raw.available();
    }
  }
}
