package dev.echospec.property;

import dev.echospec.engine.PropertyRun;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Fault;
import dev.echospec.suite.Case;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.ClientWire;
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
import org.opentest4j.TestAbortedException;

/**
 * Hands each case to the run that launched it, from the command line or from a build. jqwik finds
 * this class as a service; it leaves all properties alone that are not cases.
 */
public final class CaseLifecycle
    implements AroundPropertyHook, AroundTryHook, ResolveParameterHook {
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
      PropertyLifecycleContext context, PropertyExecutor executor) {
    Optional<CurrentCase> current = CurrentCase.find();
    return current.isEmpty()
        ? WithoutRun.refuse(context)
        : JqwikTurn.given(() -> performed(context, executor, current.get()));
  }

  private static PropertyExecutionResult performed(
      PropertyLifecycleContext context, PropertyExecutor executor, CurrentCase current) {
    CaseInfo info = Catalogue.find(context.targetMethod()).orElseThrow();
    PropertyRun run = current.run();
    JqwikProperty property = new JqwikProperty(context, executor, current);
    Optional<CaseResult> result = run.perform(info, property);
    return result.isEmpty()
        ? JqwikInternals.aborted(new TestAbortedException("the run was stopped, or its time is up"))
        : JqwikOutcome.of(
            result.get(), fault(run, result.get()), run.passes(info), property.executed());
  }

  /** Returns the fault of a case; only of a failing one the results by now are asked for. */
  private static Optional<Fault> fault(PropertyRun run, CaseResult one) {
    return one.fault() == 0 ? Optional.empty() : run.result("").faultOf(one);
  }

  /** Ends the search early where further scripts would be drawn and not played. */
  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor executor, List<Object> parameters) {
    TryExecutionResult executed = JqwikTurn.given(() -> executor.execute(parameters));
    return executed.isSatisfied() && current().plan().over().getAsBoolean()
        ? TryExecutionResult.satisfied(true)
        : executed;
  }

  @Override
  public Optional<ParameterSupplier> resolve(
      ParameterResolutionContext parameter, LifecycleContext lifecycle) {
    return parameter.typeUsage().isOfType(Wire.class)
            || parameter.typeUsage().isOfType(ClientWire.class)
        ? Optional.of(ignored -> current().plan().wire())
        : Optional.empty();
  }

  private static CurrentCase current() {
    return CurrentCase.find().orElseThrow();
  }
}
