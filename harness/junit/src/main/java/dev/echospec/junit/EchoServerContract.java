package dev.echospec.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.IncompleteExecutionException;

/**
 * A test class for a server that runs in the test's own process: it inherits one test for each case
 * of the kit, such as {@code stream_splitCharacter}.
 *
 * <pre>{@code
 * class MyEchoTest extends EchoServerContract {
 *   @Override
 *   protected EchoServer start() throws Exception {
 *     MyServer server = MyServer.listen(0);
 *     return EchoServer.at(server.address(), server::close);
 *   }
 * }
 * }</pre>
 *
 * <p>All tests of a class are one run with one server: it is started before the first case, started
 * again after it has died, and ended after the last. Tests of one class never run at the same time;
 * classes may. The report is in {@code target/echospec/<TestClass>/}; with the property {@code
 * echospec.report} in a folder of the class below that one.
 *
 * <p>To leave a case out, name it in {@link EchoConformance#exclude}, or override its method with
 * {@code @Test @Disabled}. {@link EchoConformance} has the settings.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(CaseOrder.class)
@ExtendWith(ContractExtension.class)
public abstract class EchoServerContract extends ContractCases {
  private @Nullable ContractRun run;

  /** Called by the constructor of a test class. */
  protected EchoServerContract() {}

  /**
   * Starts the server, with a port that is free. Called before the first case and again whenever
   * the server has died, then maybe in another thread; the server before it has been ended by then.
   *
   * @return the server, which listens already
   * @throws Exception if it cannot be started: the first test fails with it, and the others are
   *     aborted
   */
  protected abstract EchoServer start() throws Exception;

  /** Called by the extension, before the first test and with null after the last. */
  final void use(@Nullable ContractRun current) {
    run = current;
  }

  @Override
  final void perform(String id) {
    if (run == null) {
      throw new IncompleteExecutionException("a case runs only as a test of its class");
    }
    run.perform(id);
  }
}
