package dev.echospec.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;

/** Servers that are correct in every respect, and let their clients wait for their answers. */
public final class SlowServers {
  private SlowServers() {}

  @Odd("Takes 3 ms over each answer.")
  public static final class Slow extends TransformingServer {
    @Override
    byte[] transform(byte[] chunk) throws IOException {
      pause(Duration.ofMillis(3));
      return upper(chunk);
    }
  }

  @Odd("Stalls for up to 30 ms before every third answer or so.")
  public static final class Stutters extends TransformingServer {
    @Override
    void converse(InputStream in, OutputStream out) throws IOException {
      Random random = new Random(2);
      for (byte[] chunk; (chunk = receive(in, READ_SIZE)) != null; ) {
        if (random.nextInt(3) == 0) {
          pause(Duration.ofMillis(random.nextInt(31)));
        }
        out.write(upper(chunk));
      }
    }
  }
}
