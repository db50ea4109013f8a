package dev.echospec.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Load on all cores: one busy process for each, at normal priority. */
public final class BusyLoops implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final List<Process> loops = new ArrayList<>();

  private BusyLoops() {}

  /** Starts them; they end on close, or with this process. */
  public static BusyLoops start(int cores) throws IOException {
    BusyLoops all = new BusyLoops();
    try {
      for (int i = 0; i < cores; i++) {
        ProcessBuilder loop =
            new ProcessBuilder(JAVA, "-Xmx16m", "-XX:+UseSerialGC", BusyLoop.class.getName());
        loop.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        all.loops.add(
            loop.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
      }
    } catch (IOException e) {
      all.close();
      throw e;
    }
    return all;
  }

  /** Returns whether all of them run. */
  public boolean allRun() {
    return loops.stream().allMatch(Process::isAlive);
  }

  /** Returns their processor time in total; zero where the system does not tell. */
  public Duration used() {
    return loops.stream()
        .map(loop -> loop.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
  }
}
