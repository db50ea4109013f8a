package dev.echospec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which processes count as members of a tree. */
@Timeout(90)
class ProcessTreeTest {
  @TempDir private Path folder;
  private Process stranger;

  @AfterEach
  void end() {
    if (stranger != null) {
      stranger.descendants().forEach(ProcessHandle::destroyForcibly);
      stranger.destroyForcibly();
    }
  }

  /** A process that has ended and whose PID another process has got. */
  private static final class Reused extends Process {
    private final ProcessHandle taker;

    Reused(ProcessHandle taker) {
      this.taker = taker;
    }

    @Override
    public boolean isAlive() {
      return false;
    }

    @Override
    public long pid() {
      return taker.pid();
    }

    @Override
    public ProcessHandle toHandle() {
      return taker;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {
      throw new IllegalStateException("it has ended");
    }
  }

  @Test
  void theChildrenOfAStrangerWithTheSamePidAreLeftAlone() throws Exception {
    Path ready = folder.resolve("ready");
    stranger =
        new ProcessBuilder("sh", "-c", "sleep 300 & echo > \"$0\"; wait", ready.toString()).start();
    await().atMost(Duration.ofSeconds(40)).until(() -> Files.exists(ready));
    ProcessHandle child = stranger.children().findFirst().orElseThrow();
    ProcessTree tree = new ProcessTree(new Reused(stranger.toHandle()), "no process has this mark");

    assertThat(tree.members()).isEmpty();
    assertThat(tree.resources()).isEmpty();
    tree.end();

    assertThat(child.isAlive()).isTrue();
    assertThat(stranger.isAlive()).isTrue();
  }
}
