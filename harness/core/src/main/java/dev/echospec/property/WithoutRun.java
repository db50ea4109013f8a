package dev.echospec.property;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Reporter;
import net.jqwik.api.lifecycle.BeforeContainerHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;
import org.opentest4j.TestAbortedException;

/**
 * Refuses cases that jqwik runs as if they were a build's own properties: there is no server, and a
 * pass would mean nothing. The first case of each execution of jqwik fails, the others are aborted
 * with the same reason. jqwik finds this class as a service.
 */
public final class WithoutRun implements BeforeContainerHook {
  private static final String REASON =
      "the cases are run by the test engine 'echospec', not by jqwik: write"
          + " @IncludeEngines(\"echospec\") in the suite";

  private static final Reporter SILENT =
      new Reporter() {
        @Override
        public void publishValue(String key, String value) {}

        @Override
        public void publishReport(String key, Object report) {}

        @Override
        public void publishReports(String key, Map<String, Object> reports) {}
      };

  /** Called by jqwik. */
  public WithoutRun() {}

  /** Called for the engine alone: its store is there for all that it runs. */
  @Override
  public void beforeContainer(ContainerLifecycleContext engine) {
    told();
  }

  private static Store<AtomicBoolean> told() {
    return Store.getOrCreate(WithoutRun.class, Lifespan.RUN, AtomicBoolean::new);
  }

  static PropertyExecutionResult refuse(PropertyLifecycleContext context) {
    context.wrapReporter(reporter -> SILENT);
    if (told().get().getAndSet(true)) {
      return JqwikInternals.aborted(new TestAbortedException(REASON));
    }
    AssertionError error = new AssertionError(REASON);
    error.setStackTrace(new StackTraceElement[0]);
    return JqwikInternals.failed(error);
  }
}
