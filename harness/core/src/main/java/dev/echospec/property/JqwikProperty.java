package dev.echospec.property;

import dev.echospec.engine.CaseProperty;
import dev.echospec.script.Script;
import dev.echospec.suite.Scalable;
import dev.echospec.suite.Wire;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutionResult.Status;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;

/** A property of jqwik's as a case: jqwik draws its scripts, and the run does all else. */
final class JqwikProperty implements CaseProperty {
  private final PropertyLifecycleContext context;
  private final PropertyExecutor executor;
  private final CurrentCase current;
  private @Nullable PropertyExecutionResult executed;

  JqwikProperty(PropertyLifecycleContext context, PropertyExecutor executor, CurrentCase current) {
    this.context = context;
    this.executor = executor;
    this.current = current;
  }

  @Override
  public Outcome search(Plan plan) {
    context.attributes().setTries(plan.tries());
    context.attributes().setSeed(plan.seed());
    if (context.testInstance() instanceof Scalable section) {
      section.scale(plan.effort().get());
    }
    current.search(plan);
    PropertyExecutionResult result = JqwikTurn.taken(executor::execute);
    executed = result;
    return new Outcome(
        result.originalSample().stream()
            .map(sample -> sample.parameters())
            .flatMap(Collection::stream)
            .filter(Script.class::isInstance)
            .map(Script.class::cast)
            .findFirst(),
        result.status() == Status.FAILED ? result.throwable() : Optional.empty());
  }

  @Override
  public void play(Script script, Wire wire) {
    Object[] arguments =
        Arrays.stream(context.targetMethod().getParameterTypes())
            .map(type -> type == Wire.class ? wire : script)
            .toArray();
    ReflectionSupport.invokeMethod(context.targetMethod(), context.testInstance(), arguments);
  }

  /** Empty if there was no search. */
  Optional<PropertyExecutionResult> executed() {
    return Optional.ofNullable(executed);
  }
}
