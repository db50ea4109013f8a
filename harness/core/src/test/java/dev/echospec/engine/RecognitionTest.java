package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.play.LittleServer;
import dev.echospec.result.CaseResult;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RecognitionTest {
  /** Drops NUL, and resets each connection at its end. */
  private static void serve(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1 << 16];
    for (int count; (count = in.read(buffer)) > 0; ) {
      String kept = new String(buffer, 0, count, ISO_8859_1).replace("\0", "");
      socket.getOutputStream().write(LittleTarget.upper(kept.getBytes(ISO_8859_1)));
    }
    socket.setSoLinger(true, 0);
  }

  /** The first fault needs a NUL, and the script that shows the second has none. */
  @Test
  void aScriptWithoutTheContentThatAFaultNeedsShowsAnother() throws TargetException {
    TestRun run =
        TestRun.of(60, "transform/binary", "close/end-of-stream").patient(Duration.ofSeconds(2));
    try (LittleServer server = new LittleServer(RecognitionTest::serve)) {
      List<CaseResult> cases = run.against(server);
      assertThat(cases).extracting(CaseResult::fault).containsExactly(1, 2);
    }
  }
}
