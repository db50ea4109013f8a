package dev.echospec.run;

import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import dev.echospec.target.TargetName;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.Store;

/**
 * The run that cases belong to when jqwik runs them. The command line installs one; in a build or
 * an IDE it is made from the system properties {@code echospec.target}, {@code echospec.profile}
 * and so on when the first case begins, and ended by jqwik after the last.
 */
public final class CurrentRun {
  private static final AtomicReference<ConformanceRun> INSTALLED = new AtomicReference<>();

  private CurrentRun() {}

  /**
   * Makes a run the current one while something is done.
   *
   * @param run opened
   * @param work runs the cases
   */
  public static void during(ConformanceRun run, Runnable work) {
    if (!INSTALLED.compareAndSet(null, run)) {
      throw new IllegalStateException("one run at a time");
    }
    try {
      work.run();
    } finally {
      INSTALLED.set(null);
    }
  }

  /** The installed run, or the one of this test run. */
  static ConformanceRun get() {
    ConformanceRun installed = INSTALLED.get();
    return installed != null
        ? installed
        : Store.getOrCreate(CurrentRun.class, Lifespan.RUN, Owned::open).get().run();
  }

  /** A run that jqwik ends together with its own. */
  private record Owned(ConformanceRun run) implements Store.CloseOnReset {
    static Owned open() {
      Settings settings = SystemSettings.read();
      try {
        Target target =
            TargetName.parse(
                Optional.ofNullable(System.getProperty("echospec.target"))
                    .filter(name -> !name.isBlank()),
                settings.profile().oracle().transform());
        ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {});
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "echospec: end of the target"));
        run.open();
        return new Owned(run);
      } catch (TargetException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
