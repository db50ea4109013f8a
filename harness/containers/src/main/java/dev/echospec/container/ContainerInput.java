package dev.echospec.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The standard input of a container, on a connection of its own. The engine's client has no way to
 * end one direction of a connection, so the end of the connection is the end of the input.
 */
final class ContainerInput extends ResultCallback.Adapter<Frame> {
  private final byte[] bytes;

  /**
   * Sends nothing yet.
   *
   * @param bytes all of the input
   */
  ContainerInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns what the engine's client sends, in a thread of its own. */
  InputStream stream() {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int from, int count) {
        // A container that ends before it has read all breaks the connection, which would be a
        // stack trace of that thread.
        Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
        int read = super.read(buffer, from, count);
        if (read < 0) {
          // What was read before is sent by now.
          end();
        }
        return read;
      }
    };
  }

  private void end() {
    try {
      close();
    } catch (IOException e) {
      // The container has ended.
    }
  }

  @Override
  public void onError(Throwable e) {
    // What the client sends shows how much of its input it has got.
    onComplete();
  }
}
