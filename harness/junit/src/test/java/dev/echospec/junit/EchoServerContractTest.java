package dev.echospec.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.echospec.option.KitProperty;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.FailureFile;
import dev.echospec.result.ResultsFile;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

/** A server in the test's own process, as classes of somebody's build test it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EchoServerContractTest {
  /** Cases that are quick; a server that upper-cases Latin 1 fails the second. */
  private static final String SOME = "transform/every-byte,transform/ascii-letters,close/empty";

  private static final AtomicInteger STARTS = new AtomicInteger();
  private static final AtomicInteger ENDS = new AtomicInteger();
  private static final CyclicBarrier BOTH = new CyclicBarrier(2);

  @TempDir private Path reports;

  /** The reference server. */
  static class Correct extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      return reference();
    }
  }

  /** Upper-cases too much. */
  static class Faulty extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      return faulty("UpperCasesLatin1");
    }
  }

  /** Its server has to be started again. */
  @EchoConformance(cases = {"close/empty", "concurrent/independent"})
  static class Mortal extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      return faulty("DiesOnEmpty");
    }
  }

  /** Settings as an annotation. */
  @EchoConformance(
      profile = "rfc862",
      cases = {"transform/*", "close/empty"},
      exclude = "transform/binary",
      tries = 2,
      seed = 7,
      patience = "3s")
  static class Annotated extends Correct {}

  /** Leaves a case out. */
  @EchoConformance(cases = {"close/empty", "transform/length"})
  static class WithoutOne extends Correct {
    @Test
    @Disabled("known")
    @Override
    protected void close_empty() {
      super.close_empty();
    }
  }

  /** JUnit would run a case no more. */
  static class Lost extends Correct {
    @Override
    protected void close_empty() {}
  }

  /** Cannot be started. */
  static class Throwing extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      throw new IOException("no such database");
    }
  }

  /** Is gone when it is said to be there. */
  static class Closed extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      Socket unheard = new Socket();
      unheard.bind(new InetSocketAddress("127.0.0.1", 0));
      return EchoServer.at((InetSocketAddress) unheard.getLocalSocketAddress(), unheard::close);
    }
  }

  /** Returns nothing. */
  static class Nothing extends EchoServerContract {
    @Override
    @SuppressWarnings("NullAway")
    protected EchoServer start() {
      return null;
    }
  }

  /** Is somebody else's. */
  static class Foreign extends EchoServerContract {
    @Override
    protected EchoServer start() {
      return EchoServer.at(new InetSocketAddress("203.0.113.1", 7), () -> {});
    }
  }

  /** Is there while another one starts. */
  static class First extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      BOTH.await(1, TimeUnit.MINUTES);
      return reference();
    }
  }

  /** Is there while another one starts. */
  static class Second extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      BOTH.await(1, TimeUnit.MINUTES);
      return faulty("UpperCasesLatin1");
    }
  }

  /** Accepts one client, and ends before it answers. */
  static class Dying extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread thread =
          new Thread(
              () -> {
                try (socket;
                    Socket client = socket.accept()) {
                  throw new IOException("no such database, " + client);
                } catch (IOException e) {
                  // So it ends.
                }
              },
              "dying-echo-server");
      thread.start();
      return counted(
          (InetSocketAddress) socket.getLocalSocketAddress(),
          () -> {
            socket.close();
            thread.join();
          });
    }
  }

  private static final CountDownLatch HOLDS_THE_PORT = new CountDownLatch(1);
  private static final CountDownLatch WAS_REFUSED = new CountDownLatch(1);
  private static final AtomicInteger PORT = new AtomicInteger();

  /** Has a fixed port until the other class has been refused it. */
  @EchoConformance(profile = "sequential")
  static class OnAPort extends EchoServerContract {
    @Override
    protected EchoServer start() throws Exception {
      EchoServer server =
          reference(
              () -> {
                assertThat(WAS_REFUSED.await(1, TimeUnit.MINUTES)).isTrue();
              });
      PORT.set(server.address().getPort());
      return server;
    }

    @Test
    @Override
    protected void close_empty() {
      super.close_empty();
      HOLDS_THE_PORT.countDown();
    }
  }

  /** Wants the same fixed port. */
  static class OnTheSamePort extends EchoServerContract {
    @RegisterExtension static final AfterEachCallback TRIED = context -> WAS_REFUSED.countDown();

    @Override
    protected EchoServer start() throws Exception {
      assertThat(HOLDS_THE_PORT.await(1, TimeUnit.MINUTES)).isTrue();
      ServerSocket socket = new ServerSocket(PORT.get(), 1, InetAddress.getLoopbackAddress());
      return EchoServer.at((InetSocketAddress) socket.getLocalSocketAddress(), socket);
    }
  }

  /** Servers that are known at run time only. */
  @EchoConformance(
      cases = {"transform/every-byte", "close/empty"},
      tries = 3)
  static class Fleet {
    @TestFactory
    Stream<DynamicNode> servers(EchoFleet fleet) {
      return Stream.of("UpperCasesLatin1", "NoSuchServer")
          .map(name -> fleet.tests(name, () -> faulty(name)));
    }
  }

  private static EchoServer reference() throws Exception {
    return reference(() -> {});
  }

  private static EchoServer reference(AutoCloseable beforeItsEnd) throws Exception {
    EmbeddedTarget server = new EmbeddedTarget(EmbeddedTarget.concurrent(Transform.UPPER));
    server.start();
    return counted(
        server.address(),
        () -> {
          beforeItsEnd.close();
          server.close();
        });
  }

  private static EchoServer faulty(String name) throws Exception {
    ZooServer server = Zoo.start(Zoo.named(name).type());
    return counted(new InetSocketAddress("127.0.0.1", server.port()), server);
  }

  private static EchoServer counted(InetSocketAddress address, AutoCloseable server) {
    STARTS.incrementAndGet();
    return EchoServer.at(
        address,
        () -> {
          ENDS.incrementAndGet();
          server.close();
        });
  }

  @BeforeEach
  void aBuild() {
    STARTS.set(0);
    ENDS.set(0);
    set("report", reports.toString(), "tries", "5", "seed", "3");
  }

  @AfterEach
  void forget() {
    for (KitProperty property : KitProperty.values()) {
      System.clearProperty(property.key());
    }
    assertThat(ENDS)
        .as("servers that were ended, of those that were started")
        .hasValue(STARTS.get());
  }

  private static void set(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      System.setProperty("echospec." + namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private static List<String> ids(Build build) {
    return build.tests().stream().map(one -> one.identifier().getDisplayName()).toList();
  }

  @Test
  void aCorrectServerPassesEachCaseInTheOrderOfTheCatalogue() throws Exception {
    List<String> sections = List.of("transform/", "stream/", "close/", "lifetime/");
    set("tries", "1", "case", String.join("*,", sections) + "*");

    Build build = Build.of(Correct.class);

    assertThat(build.failures()).isEmpty();
    assertThat(ids(build))
        .containsExactlyElementsOf(
            Catalogue.cases().stream()
                .map(CaseInfo::id)
                .filter(id -> sections.stream().anyMatch(id::startsWith))
                .toList());
    assertThat(build.skipped())
        .hasSize(Build.count() - ids(build).size())
        .containsEntry(
            "endurance/memory", "not selected by the settings of the class or the build");
    assertThat(build.cases().get("close/releases").result().getStatus()).isEqualTo(Status.ABORTED);
    // For the first case, and for the one that judges the first conversations of a server.
    assertThat(STARTS).hasValue(2);
    ResultsFile results = ResultsFile.read(folder("Correct").resolve(ResultsFile.NAME));
    assertThat(results.complete()).isTrue();
    assertThat(results.cases()).hasSameSizeAs(ids(build));
    assertThat(results.target()).isEqualTo("in-process:" + Correct.class.getName());
    assertThat(folder("Correct").resolve("report.html")).isNotEmptyFile();
  }

  private Path folder(String name) {
    return reports.resolve("EchoServerContractTest." + name);
  }

  @Test
  void aFailureTellsAllThatTheCommandLineTells() throws Exception {
    set("case", SOME);

    Build build = Build.of(Faulty.class);

    assertThat(build.failures()).hasSize(1);
    Build.Ended failed = build.failures().get(0);
    assertThat(failed.reportedClass()).isEqualTo(Faulty.class.getName());
    assertThat(failed.reportedMethod()).isEqualTo("transform_everyByte");
    AssertionFailedError error =
        (AssertionFailedError) failed.result().getThrowable().orElseThrow();
    assertThat(error.getStackTrace()).isEmpty();
    assertThat(error.getExpected().getStringRepresentation()).matches("[0-9a-f]{2}.*");
    assertThat(error.getActual().getStringRepresentation())
        .matches("[0-9a-f]{2}.*")
        .isNotEqualTo(error.getExpected().getStringRepresentation());
    Path file = folder("Faulty").resolve(FailureFile.name("transform/every-byte"));
    assertThat(error.getMessage())
        .matches("(?s)transform/every-byte: byte .*\n\nFAIL  transform/every-byte .*")
        .contains("      send    ", "      expect  ", "      got     ", "cause: ", "To fix it: ")
        .contains("Again:  ./echospec replay " + file + " HOST:PORT")
        .endsWith(
            "Here:   transform_everyByte of "
                + Faulty.class.getName()
                + " with the property echospec.seed=3");
    assertThat(FailureFile.read(file).caseId()).contains("transform/every-byte");
    assertThat(build.cases().get("close/empty").result().getStatus()).isEqualTo(Status.SUCCESSFUL);
  }

  @Test
  void aServerThatHasDiedIsStartedAgain() {
    Build build = Build.of(Mortal.class);

    assertThat(build.failures()).hasSize(1);
    assertThat(build.cases().get("close/empty").failed()).isTrue();
    assertThat(build.cases().get("concurrent/independent").result().getStatus())
        .isEqualTo(Status.SUCCESSFUL);
    assertThat(STARTS).hasValueGreaterThan(1);
  }

  @Test
  void oneTestIsSelectedByTheNameOfItsMethod() {
    Build build =
        Build.of(
            LauncherFactory.create(),
            List.of(selectMethod(Correct.class, "stream_splitCharacter")));

    assertThat(build.failures()).isEmpty();
    assertThat(ids(build)).containsExactly("stream/split-character");
  }

  @Test
  void aKnownFailureIsAbortedAndAnEntryThatHoldsNoMoreFails() throws Exception {
    Path known =
        Files.writeString(
            reports.resolve("known.yaml"),
            """
            known-failures:
              - {case: transform/every-byte, reason: too eager, words: [expected]}
              - {case: close/empty, reason: was wrong once, words: [expected]}
            """);
    set("case", SOME, "expect", known.toString());

    Build build = Build.of(Faulty.class);

    Build.Ended expected = build.cases().get("transform/every-byte");
    assertThat(expected.result().getStatus()).isEqualTo(Status.ABORTED);
    assertThat(expected.message()).contains("Known failure: too eager");
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .isEqualTo(known + " line 3, close/empty: it passes now: remove the entry");
  }

  @Test
  void settingsAreThoseOfTheAnnotationUnlessASystemPropertySaysOtherwise() throws Exception {
    System.clearProperty("echospec.seed");
    System.clearProperty("echospec.tries");
    set("exclude", "transform/locale");

    Build build = Build.of(Annotated.class);

    ResultsFile results = ResultsFile.read(folder("Annotated").resolve(ResultsFile.NAME));
    assertThat(results.profile()).isEqualTo("rfc862");
    assertThat(results.seed()).isEqualTo(7);
    assertThat(results.facts().orElseThrow().patienceMillis()).isEqualTo(3000);
    assertThat(ids(build))
        .contains("transform/ascii-letters", "close/empty")
        .doesNotContain("transform/locale", "stream/interactive");
  }

  @Test
  void aWrongSettingFailsTheClassOnceInOneLine() {
    set("profile", "foo");

    Build build = Build.of(Correct.class);

    assertThat(build.tests()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .hasLineCount(1)
        .contains("echospec.profile: 'foo' is no profile: write one of");
  }

  @Test
  void anOverrideLeavesACaseOutWithItsReason() {
    Build build = Build.of(WithoutOne.class);

    assertThat(build.failures()).isEmpty();
    assertThat(ids(build)).containsExactly("transform/length");
    assertThat(build.skipped()).containsEntry("close_empty()", "known");
  }

  @Test
  void anOverrideThatJUnitWouldNotRunIsToldOnce() {
    Build build = Build.of(Lost.class);

    assertThat(build.tests()).isEmpty();
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message())
        .hasLineCount(1)
        .contains("overrides close_empty without @Test");
  }

  @Test
  void aStartThatThrowsFailsTheFirstTestAndAbortsTheOthers() {
    Throwable thrown =
        startFails(Throwing.class, "The start of the server threw java.io.IOException: no such");

    assertThat(thrown.getCause()).isInstanceOf(IOException.class);
  }

  @Test
  void anAddressThatIsClosedFailsTheFirstTestAndAbortsTheOthers() {
    startFails(Closed.class, "where nothing listens: return when the server listens");
  }

  @Test
  void aServerThatDiesAtOnceFailsTheFirstTestAndAbortsTheOthers() {
    startFails(Dying.class, "no longer listens");
  }

  @Test
  void twoClassesOnOneFixedPortAreToldSo() {
    set("case", SOME);

    Build build = Build.inParallel(OnAPort.class, OnTheSamePort.class);

    assertThat(build.cases(OnAPort.class))
        .hasSize(3)
        .noneSatisfy((id, one) -> assertThat(one.failed()).isTrue());
    assertThat(build.failures())
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.message())
                    .hasLineCount(1)
                    .startsWith(OnTheSamePort.class.getName() + ": ")
                    .contains(
                        " Its port is taken, and in this build "
                            + OnAPort.class.getName()
                            + " listens on localhost:"
                            + PORT.get(),
                        "@ResourceLock"));
  }

  @Test
  void noServerFailsTheFirstTestAndAbortsTheOthers() {
    startFails(Nothing.class, "The start of the server returned no address");
  }

  @Test
  void aServerOfOthersIsSentNothing() {
    startFails(Foreign.class, "203.0.113.1:7, which is neither this machine nor in a private");
  }

  private Throwable startFails(Class<?> contract, String words) {
    set("case", SOME);

    Build build = Build.of(contract);

    assertThat(ids(build)).hasSize(3);
    Build.Ended first = build.tests().get(0);
    assertThat(build.failures()).containsExactly(first);
    assertThat(first.message())
        .hasLineCount(1)
        .startsWith(contract.getName() + ": ")
        .contains(words);
    Throwable thrown = first.result().getThrowable().orElseThrow();
    assertThat(thrown.getStackTrace()).isEmpty();
    assertThat(thrown).hasToString(first.message());
    assertThat(build.tests().subList(1, 3))
        .allSatisfy(
            other -> {
              assertThat(other.result().getStatus()).isEqualTo(Status.ABORTED);
              assertThat(other.message()).isEqualTo("not run: " + first.message());
            });
    return thrown;
  }

  @Test
  void twoClassesRunInParallelEachWithItsServer() {
    set("case", SOME);

    Build build = Build.inParallel(First.class, Second.class);

    assertThat(build.cases(First.class))
        .hasSize(3)
        .noneSatisfy((id, one) -> assertThat(one.failed()).isTrue());
    assertThat(build.cases(Second.class)).hasSize(3);
    assertThat(build.failures()).hasSize(1);
    assertThat(build.failures().get(0).message()).startsWith("transform/every-byte: ");
    assertThat(build.failures().get(0).reportedClass()).isEqualTo(Second.class.getName());
  }

  @Test
  void aPortThatAnotherClassHasIsNamed() throws Exception {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", 4321);
    ContractServer one = new ContractServer("OneTest", () -> EchoServer.at(address, () -> {}));
    ContractServer other = new ContractServer("OtherTest", () -> EchoServer.at(address, () -> {}));
    one.start();

    assertThat(other.hint(new IOException(new BindException("in use"))))
        .startsWith(" Its port is taken, and in this build OneTest listens on 127.0.0.1:4321. ")
        .contains("port 0", "@ResourceLock");
    assertThat(other.hint(new IOException("full"))).isEmpty();
    assertThat(catchThrowable(other::start))
        .hasMessageContaining("which is the server of OneTest, whose cases run at the same time");

    one.end();
    assertThat(other.start()).isEqualTo(address);
    other.end();
  }

  @Test
  void aFleetHasATestForEachServerAndCaseAndReportsOfTheirOwn() throws Exception {
    System.clearProperty("echospec.tries");

    Build build = Build.of(Fleet.class);

    assertThat(ids(build))
        .containsExactly(
            "transform/every-byte", "close/empty", "transform/every-byte", "close/empty");
    assertThat(build.failures()).hasSize(2);
    assertThat(build.failures().get(0).message()).startsWith("transform/every-byte: byte ");
    assertThat(build.failures().get(1).message()).contains("Fleet NoSuchServer: The start of ");
    assertThat(
            ResultsFile.read(folder("Fleet/UpperCasesLatin1").resolve("results.json")).complete())
        .isTrue();
  }
}
