package dev.echospec.property;

import dev.echospec.engine.CaseProperty;
import dev.echospec.engine.PropertyRun;
import java.util.Optional;
import net.jqwik.api.lifecycle.CannotFindStoreException;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.Store;
import org.jspecify.annotations.Nullable;

/** What the hooks of one execution of jqwik know: its run, and how the current case is searched. */
final class CurrentCase {
  private final PropertyRun run;
  private CaseProperty.@Nullable Plan plan;

  private CurrentCase(PropertyRun run) {
    this.run = run;
  }

  /** Called first in an execution: its hooks find the run from now on. */
  static void begin(PropertyRun run) {
    Store.create(CurrentCase.class, Lifespan.RUN, () -> new CurrentCase(run)).get();
  }

  /** Called by hooks; empty in an execution that is not the kit's. */
  static Optional<CurrentCase> find() {
    try {
      return Optional.of(Store.<CurrentCase>get(CurrentCase.class).get());
    } catch (CannotFindStoreException e) {
      return Optional.empty();
    }
  }

  PropertyRun run() {
    return run;
  }

  /** The plan stays after the search: jqwik asks for the wire once more when it reports. */
  void search(CaseProperty.Plan next) {
    plan = next;
  }

  CaseProperty.Plan plan() {
    if (plan == null) {
      throw new IllegalStateException("no case is searched");
    }
    return plan;
  }
}
