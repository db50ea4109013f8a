package dev.echospec.junit;

import dev.echospec.folder.ReportException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each class of a contract its run, and leaves out the cases that are not selected. */
final class ContractExtension implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
  private static final Namespace OURS = Namespace.create(ContractExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    EchoServerContract contract = (EchoServerContract) context.getRequiredTestInstance();
    refuseLostOverrides(type);
    ContractRun run = ContractSettings.of(context).run(contract::start);
    context.getStore(OURS).put(ContractRun.class, run);
    contract.use(run);
  }

  /** JUnit does not run a method without an annotation of its own, and does not tell. */
  private static void refuseLostOverrides(Class<?> type) {
    for (CaseInfo info : Catalogue.cases()) {
      for (Class<?> one = type; one != EchoServerContract.class; one = one.getSuperclass()) {
        Optional<Method> override = declared(one, CaseName.of(info));
        if (override.isPresent() && !isTest(override.get())) {
          throw new UnusableSuite(
              one.getName()
                  + " overrides "
                  + CaseName.of(info)
                  + " without @Test, so that JUnit runs it no more: annotate it with @Test, or with"
                  + " @Test and @Disabled(\"reason\")");
        }
      }
    }
  }

  private static Optional<Method> declared(Class<?> type, String name) {
    try {
      return Optional.of(type.getDeclaredMethod(name));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<CaseInfo> info = context.getTestMethod().flatMap(ContractExtension::find);
    Optional<ContractRun> run =
        Optional.ofNullable(context.getStore(OURS).get(ContractRun.class, ContractRun.class));
    return info.isPresent() && run.isPresent() && !run.get().cases().contains(info.get())
        ? ConditionEvaluationResult.disabled(
            "not selected by the settings of the class or the build")
        : ConditionEvaluationResult.enabled("selected");
  }

  private static Optional<CaseInfo> find(Method method) {
    return Catalogue.cases().stream()
        .filter(info -> CaseName.of(info).equals(method.getName()))
        .findFirst();
  }

  @Override
  public void afterAll(ExtensionContext context) throws ReportException {
    ContractRun run = context.getStore(OURS).remove(ContractRun.class, ContractRun.class);
    if (run != null) {
      ((EchoServerContract) context.getRequiredTestInstance()).use(null);
      run.close();
    }
  }
}
