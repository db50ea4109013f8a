package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A correct echo server: it answers each read at once with its upper-case form, drains what is left
 * after the client's half-close and closes in order. A subclass spoils one of {@link #map}, {@link
 * #transform}, {@link #ended} or {@link #converse}.
 */
public abstract class TransformingServer extends ZooServer {
  @Override
  void serve(Socket socket) throws IOException {
    converse(socket.getInputStream(), socket.getOutputStream());
  }

  /** Answers everything that comes, until the end of the stream. */
  void converse(InputStream in, OutputStream out) throws IOException {
    for (byte[] chunk; (chunk = receive(in, readSize())) != null; ) {
      out.write(transform(chunk));
    }
    ended(out);
  }

  /** The answer to what one read gave. */
  byte[] transform(byte[] chunk) throws IOException {
    byte[] answer = new byte[chunk.length];
    for (int i = 0; i < chunk.length; i++) {
      answer[i] = (byte) map(chunk[i] & 0xff);
    }
    return answer;
  }

  /** The answer to one byte, 0 to 255. */
  int map(int b) {
    return upper(b);
  }

  /** The client has ended and everything is answered. */
  void ended(OutputStream out) throws IOException {}

  int readSize() {
    return READ_SIZE;
  }
}
