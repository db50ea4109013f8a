package dev.echospec.junit;

import dev.echospec.folder.ReportException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test factories their fleet, and ends it after their last test. */
final class FleetExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(FleetExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EchoFleet.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ContractSettings settings = ContractSettings.of(context);
    EchoFleet fleet = new EchoFleet(settings::run);
    context.getStore(OURS).put(EchoFleet.class, fleet);
    return fleet;
  }

  @Override
  public void afterEach(ExtensionContext context) throws ReportException {
    EchoFleet fleet = context.getStore(OURS).remove(EchoFleet.class, EchoFleet.class);
    if (fleet != null) {
      fleet.end();
    }
  }
}
