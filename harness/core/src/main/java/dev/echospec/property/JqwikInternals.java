package dev.echospec.property;

import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.engine.JqwikConfiguration;
import net.jqwik.engine.JqwikTestEngine;
import net.jqwik.engine.execution.lifecycle.CurrentTestDescriptor;
import net.jqwik.engine.execution.lifecycle.PlainExecutionResult;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.opentest4j.TestAbortedException;

/** Every use of a class outside of jqwik's public API, with its reason. */
final class JqwikInternals {
  private static final @Nullable String NO_SEED = null;

  /** Held, since loggers are weakly referenced. */
  private static final Logger CONFIGURATION = Logger.getLogger(JqwikConfiguration.class.getName());

  private JqwikInternals() {}

  /** A launcher with no other engine, and none of the class path's, needs an instance. */
  static TestEngine engine() {
    return new JqwikTestEngine();
  }

  /** A property that is not executed has a result all the same, which the API cannot make. */
  static PropertyExecutionResult aborted(TestAbortedException reason) {
    return PlainExecutionResult.aborted(reason, NO_SEED);
  }

  /** As {@link #aborted}. */
  static PropertyExecutionResult failed(AssertionError reason) {
    return PlainExecutionResult.failed(reason, NO_SEED);
  }

  /**
   * Works as a part of an execution of the engine: what is stored meanwhile with {@code
   * Lifespan.RUN} belongs to this execution alone, so that its hooks find their run. jqwik itself
   * makes the hooks, and tells them nothing of the request.
   */
  static <T> T within(TestDescriptor engine, Supplier<T> work) {
    return CurrentTestDescriptor.runWithDescriptor(engine, work);
  }

  /**
   * A logger announces that jqwik keeps no file of failures, which is none of a build's business.
   */
  static <T> T quietly(Supplier<T> work) {
    Level before = CONFIGURATION.getLevel();
    CONFIGURATION.setLevel(Level.WARNING);
    try {
      return work.get();
    } finally {
      CONFIGURATION.setLevel(before);
    }
  }
}
