package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.expect.KnownFailures;
import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run ends within the bound that it announces, with a verdict, whatever of a target is slow. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class BoundTest {
  private static final Duration LEAST_BOUND = Duration.ofSeconds(12);

  /**
   * Bound of a test as a multiple of the time of a short run, which depends on this machine's load.
   */
  private static final int SHORT_RUNS = 10;

  private static Duration calibrated;

  /** More than ten, so that a tenth of the bound is the limit of each. */
  private static final List<CaseInfo> CASES =
      Stream.of(
              "transform/ascii-letters",
              "transform/invalid-utf8",
              "transform/length",
              "stream/split-character",
              "close/empty",
              "close/end-of-stream",
              "disconnect/reset-before-data",
              "disconnect/reset-mid-stream",
              "concurrent/isolation",
              "endurance/churn",
              "endurance/long-lived",
              "flow/half-close-while-owed")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  private Duration bound;

  private final CountDownLatch over = new CountDownLatch(1);
  private final SlowTarget target = new SlowTarget();

  /** Slow parts of a server wait here, for a time or until the test is over. */
  private void pause(Duration time) {
    boolean interrupted = false;
    long until = System.nanoTime() + time.toNanos();
    while (true) {
      try {
        over.await(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        // A hanging call ignores interrupts.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A correct server that is slow in the respects that a test asks for. */
  private final class SlowTarget implements Target {
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger conversations = new AtomicInteger();
    private volatile LittleServer server;
    private volatile boolean ended;
    private int starts;
    private Duration start = Duration.ZERO;
    private Duration laterStart = Duration.ZERO;
    private Duration silence = Duration.ZERO;
    private Duration answer = Duration.ZERO;
    private Duration end = Duration.ZERO;
    private Duration stop = Duration.ZERO;
    private int diesAfter = NEVER;

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public void start() throws TargetException {
      close(server);
      pause(starts++ == 0 ? start : laterStart);
      ended = false;
      conversations.set(0);
      long listens = System.nanoTime() + (starts == 1 ? Duration.ZERO : silence).toNanos();
      server = new LittleServer(socket -> serve(socket, listens));
    }

    private void serve(Socket socket, long listens) throws IOException {
      if (System.nanoTime() - listens < 0) {
        return;
      }
      if (conversations.incrementAndGet() > diesAfter) {
        ended = true;
        return;
      }
      byte[] buffer = new byte[16 << 10];
      for (int count; (count = socket.getInputStream().read(buffer)) > 0; ) {
        pause(answer);
        byte[] said = Arrays.copyOf(buffer, count);
        socket.getOutputStream().write(LittleTarget.upper(said));
      }
      pause(end);
    }

    private void close(LittleServer former) {
      if (former != null) {
        former.close();
      }
    }

    @Override
    public InetSocketAddress address() {
      return server.address();
    }

    @Override
    public Optional<String> death() {
      return ended ? Optional.of("exited with status 1") : Optional.empty();
    }

    @Override
    public boolean canRestart() {
      return true;
    }

    @Override
    public void stop() {
      pause(stop);
      close(server);
    }
  }

  /** Measures the second short run, because the first one loads classes. */
  @BeforeEach
  void calibrate() throws TargetException {
    synchronized (BoundTest.class) {
      if (calibrated == null) {
        shortRun();
        Duration took = shortRun().multipliedBy(SHORT_RUNS);
        calibrated = took.compareTo(LEAST_BOUND) > 0 ? took : LEAST_BOUND;
      }
      bound = calibrated;
    }
  }

  private static Duration shortRun() throws TargetException {
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 1, 1, Optional.empty());
    LittleTarget quick = new LittleTarget(LittleTarget::upper);
    ConformanceRun run = new ConformanceRun(quick, settings, new RunListener() {});
    try (run) {
      run.open();
      Launch.execute(run);
    }
    return run.result("test").took();
  }

  @AfterEach
  void nothingIsSlowAnyMore() {
    over.countDown();
    target.close();
  }

  private RunResult endsInTime() throws TargetException {
    return endsWithin(bound);
  }

  private RunResult endsWithin(Duration bound) throws TargetException {
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 20, 1, Optional.empty());
    TimeBudget budget = new TimeBudget(settings, bound, Duration.ZERO, System::nanoTime);
    ConformanceRun run =
        new ConformanceRun(target, settings, KnownFailures.none(), new RunListener() {}, budget);
    try (run) {
      run.open();
      Launch.execute(run);
    }
    RunResult result = run.result("test");
    Duration announced = result.facts().orElseThrow().bound();
    assertThat(announced).isLessThanOrEqualTo(bound);
    assertThat(result.took()).as("of the whole run").isLessThanOrEqualTo(announced);
    assertThat(result.cases()).as("all are told of").hasSize(CASES.size());
    assertThat(result.error()).isEmpty();
    return result;
  }

  private static String told(RunResult result) {
    StringBuilder told = new StringBuilder();
    for (CaseResult one : result.cases()) {
      told.append("\n")
          .append(one.info().id())
          .append(" ")
          .append(one.verdict())
          .append(" ")
          .append(one.tries())
          .append(" ")
          .append(one.took().toMillis())
          .append(" ms ")
          .append(one.reason().orElse(""));
    }
    return told.toString();
  }

  @Test
  void answersThatAreSlow() throws TargetException {
    target.answer = Duration.ofMillis(250);

    RunResult result = endsInTime();

    assertThat(result.count(Verdict.FAIL)).as(() -> told(result)).isZero();
    assertThat(result.cases())
        .as(() -> told(result))
        .allMatch(one -> one.took().compareTo(bound.dividedBy(5)) < 0);
  }

  @Test
  void endsOfStreamThatAreSlow() throws TargetException {
    // The longest conversation has some twenty ends, and must fit into a tenth of the bound.
    target.end = Duration.ofMillis(60);

    RunResult result = endsWithin(bound.multipliedBy(4));

    assertThat(result.conformance())
        .as(() -> told(result))
        .isEqualTo(RunResult.Conformance.CONFORMS);
    assertThat(result.cases()).as(() -> told(result)).allMatch(one -> one.tries() > 0);
  }

  @Test
  void restartsThatAreSlow() throws TargetException {
    target.diesAfter = 25;
    target.laterStart = Duration.ofSeconds(1);

    RunResult result = endsInTime();

    assertThat(result.conformance())
        .as(() -> told(result))
        .isEqualTo(RunResult.Conformance.DOES_NOT_CONFORM);
  }

  @Test
  void aServerThatIsBackLongAfterItsStart() throws TargetException {
    target.diesAfter = 25;
    target.silence = Duration.ofSeconds(5);

    assertThat(endsInTime().count(Verdict.ERROR)).isZero();
  }

  @Test
  void aRestartThatHangs() throws TargetException {
    target.diesAfter = 25;
    target.laterStart = Duration.ofDays(1);

    RunResult result = endsInTime();

    assertThat(result.cases().stream().map(one -> one.reason().orElse("")))
        .as(() -> told(result))
        .noneMatch(why -> why.contains("gone"))
        .anyMatch(why -> why.equals(PrematureEnd.NOT_TRIED));
  }

  @Test
  void anEndThatHangs() throws TargetException {
    target.stop = Duration.ofDays(1);

    assertThat(endsInTime().conformance()).isEqualTo(RunResult.Conformance.CONFORMS);
  }

  @Test
  void anImageThatTakesLongerToMakeThanTheRunMayTake() throws TargetException {
    target.start = bound;

    Settings settings =
        new Settings(Profile.CONCURRENT, CASES.subList(0, 1), 20, 1, Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(
            target,
            settings,
            KnownFailures.none(),
            new RunListener() {},
            new TimeBudget(
                settings, bound.multipliedBy(2).dividedBy(3), Duration.ZERO, System::nanoTime))) {
      run.open();
      Launch.execute(run);

      assertThat(run.result("test").conformance()).isEqualTo(RunResult.Conformance.CONFORMS);
    }
  }
}
