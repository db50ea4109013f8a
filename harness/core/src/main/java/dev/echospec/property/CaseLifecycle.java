package dev.echospec.property;

import dev.echospec.engine.CaseRun;
import dev.echospec.engine.ConformanceRun;
import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Scalable;
import dev.echospec.suite.Wire;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.ParameterResolutionContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.ResolveParameterHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import net.jqwik.engine.execution.lifecycle.PlainExecutionResult;
import org.opentest4j.TestAbortedException;

/**
 * Ties the cases to the run that launched them, from the command line or from a build. jqwik finds
 * this class as a service; it leaves all properties alone that are not cases.
 */
public final class CaseLifecycle
    implements AroundPropertyHook, AroundTryHook, ResolveParameterHook {
  private final ThreadLocal<CaseRun> running = new ThreadLocal<>();

  /** Called by jqwik. */
  public CaseLifecycle() {}

  @Override
  public boolean appliesTo(Optional<AnnotatedElement> element) {
    return element.map(e -> e.isAnnotationPresent(Case.class)).orElse(false);
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    CaseInfo info = Catalogue.find(context.targetMethod()).orElseThrow();
    Optional<ConformanceRun> current = CurrentRun.find();
    if (current.isEmpty()) {
      return WithoutRun.refuse(context);
    }
    ConformanceRun run = current.get();
    try {
      return run.perform(
          info,
          (caseRun, tries) -> {
            context.attributes().setTries(tries);
            context.attributes().setSeed(run.round().seed(info));
            if (context.testInstance() instanceof Scalable section) {
              section.scale(run.effort());
            }
            // Kept after the property has ended: jqwik asks for it once more when it reports.
            running.set(caseRun);
            return property.execute();
          });
    } catch (TestAbortedException skipped) {
      // Thrown on, it would be a failed test: jqwik takes it for what it is only from a property.
      return PlainExecutionResult.aborted(skipped, run.round().seed(info));
    }
  }

  /** Scripts that will not be played need not be generated either. */
  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor executor, List<Object> parameters) {
    TryExecutionResult executed = executor.execute(parameters);
    return executed.isSatisfied() && running.get().isSearchOver()
        ? TryExecutionResult.satisfied(true)
        : executed;
  }

  @Override
  public Optional<ParameterSupplier> resolve(
      ParameterResolutionContext parameter, LifecycleContext lifecycle) {
    return parameter.typeUsage().isOfType(Wire.class)
        ? Optional.of(ignored -> running.get())
        : Optional.empty();
  }
}
