package dev.echospec.junit;

import dev.echospec.folder.ReportException;
import dev.echospec.suite.CaseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * Servers that are known at run time only, each with one dynamic test for each case. A test factory
 * of a class with {@link EchoConformance} takes it as a parameter:
 *
 * <pre>{@code
 * @EchoConformance
 * class FleetTest {
 *   @TestFactory
 *   Stream<DynamicNode> servers(EchoFleet fleet) {
 *     return Config.all().stream().map(one -> fleet.tests(one.name(), () -> one.start()));
 *   }
 * }
 * }</pre>
 *
 * <p>The servers are ended after the last test of the factory. Their reports are in {@code
 * target/echospec/<TestClass>/<name>/}.
 */
public final class EchoFleet {
  private final BiFunction<String, Callable<EchoServer>, ContractRun> runs;
  private final List<ContractRun> begun = new ArrayList<>();

  EchoFleet(BiFunction<String, Callable<EchoServer>, ContractRun> runs) {
    this.runs = runs;
  }

  /**
   * Returns the tests of one server.
   *
   * @param name of the server, unlike those of the others of this factory
   * @param start as {@link EchoServerContract#start()}; called when the first of the tests runs
   * @return a container with a test for each selected case, which is run once
   */
  public synchronized DynamicContainer tests(String name, Callable<EchoServer> start) {
    ContractRun run = runs.apply(name, start);
    begun.add(run);
    return DynamicContainer.dynamicContainer(
        name,
        run.cases().stream()
            .map(CaseInfo::id)
            .map(id -> DynamicTest.dynamicTest(id, () -> run.perform(id))));
  }

  /** Ends all servers. */
  synchronized void end() throws ReportException {
    for (ContractRun run : begun) {
      run.close();
    }
  }
}
