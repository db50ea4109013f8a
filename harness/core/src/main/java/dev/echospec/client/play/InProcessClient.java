package dev.echospec.client.play;

import dev.echospec.client.EchoClient;
import dev.echospec.client.script.Host;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client in this virtual machine. A run that is ended by the kit is interrupted after its
 * connections were reset, and has a second to return; a thread that does not is left behind, as a
 * daemon.
 */
public final class InProcessClient implements ClientUnderTest {
  private static final int MOST_KEPT = 16 << 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private final EchoClient client;

  /**
   * Runs nothing yet.
   *
   * @param name what reports call it
   * @param client is called in a thread of its own for each run
   */
  public InProcessClient(String name, EchoClient client) {
    this.name = name;
    this.client = client;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Messages messages() {
    return Messages.ANY;
  }

  @Override
  public Optional<byte[]> fixedMessage() {
    return Optional.empty();
  }

  @Override
  public int fixedPort() {
    return 0;
  }

  @Override
  public List<Host> hosts() {
    return List.of(Host.values());
  }

  /** It has none: only what it throws is known. */
  @Override
  public boolean hasStderr() {
    return false;
  }

  @Override
  public ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended) {
    Run run = new Run(server, message, ended);
    run.thread.start();
    return run;
  }

  /** Nothing can be left but threads, which end by themselves or never. */
  @Override
  public void sweep() {}

  @Override
  public void close() {}

  private final class Run implements ClientRun {
    private static final long GRACE_NANOS = 1_000_000_000;

    private final Capture stdout = new Capture(MOST_KEPT);
    private final Thread thread;
    private volatile int status = -1;
    private volatile String stderr = "";

    Run(InetSocketAddress server, byte[] message, Runnable ended) {
      thread =
          new Thread(
              () -> {
                status = outcome(server, message);
                ended.run();
              },
              "echospec: client");
      thread.setDaemon(true);
    }

    private int outcome(InetSocketAddress server, byte[] message) {
      try {
        return Math.max(0, client.run(server, message.clone(), stdout));
      } catch (Exception e) {
        stderr = e.toString();
        return 1;
      }
    }

    @Override
    public Optional<Integer> status() {
      int now = status;
      return now < 0 ? Optional.empty() : Optional.of(now);
    }

    @Override
    public Optional<Duration> processorTime() {
      long nanos = THREADS.getThreadCpuTime(thread.getId());
      return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    @Override
    public void end() {
      if (!thread.isAlive()) {
        return;
      }
      thread.interrupt();
      try {
        thread.join(TimeUnit.NANOSECONDS.toMillis(GRACE_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Captured stdout() {
      return stdout.captured();
    }

    @Override
    public String stderr() {
      return stderr;
    }
  }
}
