package dev.echospec.property;

import dev.echospec.engine.PropertyRun;
import java.util.UUID;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;

/**
 * jqwik for one run. It has an id of its own, since jqwik takes descriptors with equal ids for the
 * same one, also those of another run.
 */
final class RunEngine implements TestEngine {
  private final TestEngine jqwik = JqwikInternals.engine();
  private final String id = "jqwik-" + UUID.randomUUID();
  private final PropertyRun run;

  RunEngine(PropertyRun run) {
    this.run = run;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    return JqwikTurn.taken(() -> JqwikInternals.quietly(() -> jqwik.discover(request, uniqueId)));
  }

  @Override
  public void execute(ExecutionRequest request) {
    JqwikTurn.taken(
        () ->
            JqwikInternals.within(
                request.getRootTestDescriptor(),
                () -> {
                  CurrentCase.begin(run);
                  jqwik.execute(request);
                  return run;
                }));
  }
}
