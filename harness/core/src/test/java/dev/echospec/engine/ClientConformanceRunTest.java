package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.client.EchoClient;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.InProcessClient;
import dev.echospec.expect.KnownFailures;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run against clients in this process. */
class ClientConformanceRunTest {
  /** Runs before the first case, if the client connects. */
  private static final int MET = 4;

  /** The one try that the case has here, and its repetition. */
  private static final int LATE = 2;

  /** Takes an early end, and a reset, for the end of the reply. */
  private static final EchoClient CONTENT_WITH_LESS =
      (server, message, out) -> {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
          socket.getOutputStream().write(message);
          int left = message.length;
          while (left > 0) {
            byte[] buffer = new byte[left];
            int n = socket.getInputStream().read(buffer);
            if (n < 0) {
              return 0;
            }
            out.write(buffer, 0, n);
            left -= n;
          }
        }
        return 0;
      };

  private static final EchoClient RIGHT =
      (server, message, out) -> {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
          socket.getOutputStream().write(message);
          byte[] reply = socket.getInputStream().readNBytes(message.length);
          out.write(reply);
          if (reply.length < message.length) {
            out.write("cut short".getBytes(UTF_8));
            return 1;
          }
          return 0;
        }
      };

  private static final EchoClient ENCODES_AGAIN =
      (server, message, out) -> RIGHT.run(server, new String(message, UTF_8).getBytes(UTF_8), out);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Test
  void aFaultIsGeneralisedWhereItIsToldFirst() throws Exception {
    RunResult result = run("client/early-end", "client/excess");

    CaseResult first = result.cases().get(0);
    assertThat(first.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(first.fault()).isEqualTo(1);
    assertThat(first.failure().orElseThrow().extent())
        .contains(
            "wherever the echo is cut (tried: behind 0, 1, 6 and 11 of 12 bytes)",
            "a reset in place of the end does not");
    assertThat(
            new FailureText(Profile.CONCURRENT.oracle(), "", Optional.empty())
                .lines(first.failure().orElseThrow()))
        .anySatisfy(line -> assertThat(line).contains("What does it:  wherever the echo is cut"));
    assertThat(result.cases().get(1).verdict()).isEqualTo(Verdict.PASS);
  }

  /** The second case plays the script of the first, and neither shrinks nor explains it again. */
  @Test
  void aFaultIsRecognisedInALaterCase() throws Exception {
    EchoClient alwaysFails =
        (server, message, out) -> {
          CONTENT_WITH_LESS.run(server, message, out);
          return 3;
        };

    RunResult result = run(alwaysFails, "client/ends", "client/excess");

    CaseResult ends = result.cases().get(0);
    CaseResult excess = result.cases().get(1);
    assertThat(ends.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(excess.verdict()).isEqualTo(Verdict.WARN);
    assertThat(excess.fault()).isEqualTo(ends.fault()).isEqualTo(1);
    assertThat(excess.failure().orElseThrow().client().orElseThrow().script())
        .isEqualTo(ends.failure().orElseThrow().client().orElseThrow().script());
    assertThat(excess.failure().orElseThrow().replays()).isZero();
  }

  /** It sends what is not UTF-8 as U+FFFD, and waits for the echo of that. */
  @Test
  void aCaseKeepsClearOfWhatTheClientCannotSend() throws Exception {
    RunResult result = run(ENCODES_AGAIN, "client/sends", "client/ends");

    CaseResult sends = result.cases().get(0);
    CaseResult ends = result.cases().get(1);
    assertThat(sends.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(sends.avoids()).isEmpty();
    assertThat(ends.verdict()).isEqualTo(Verdict.PASS);
    assertThat(ends.avoids()).hasSize(1);
  }

  @Test
  void aLimitationThatDoesNotHoldAgainIsDropped() throws Exception {
    AtomicBoolean mended = new AtomicBoolean();
    EchoClient mendedLater =
        (server, message, out) -> (mended.get() ? RIGHT : ENCODES_AGAIN).run(server, message, out);

    RunResult result =
        run(
            mendedLater,
            Optional.of(PATIENCE),
            new RunListener() {
              @Override
              public void caseEnded(CaseResult ended) {
                mended.set(true);
              }
            },
            "client/sends",
            "client/ends");

    assertThat(result.cases())
        .extracting(CaseResult::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS);
    assertThat(result.cases().get(1).avoids()).isEmpty();
  }

  /** The first host shows what is known already, the name something else. */
  @Test
  void aCaseThatFailsOfAKnownFaultLooksForAnother() throws Exception {
    EchoClient sendsTwiceAndKnowsNoName =
        (server, message, out) -> {
          if (server.getHostString().equals("localhost")) {
            return 1;
          }
          byte[] twice = Arrays.copyOf(message, 2 * message.length);
          System.arraycopy(message, 0, twice, message.length, message.length);
          try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.getOutputStream().write(twice);
            out.write(socket.getInputStream().readNBytes(message.length));
          }
          return 0;
        };

    RunResult result = run(sendsTwiceAndKnowsNoName, "client/sends", "client/address");

    assertThat(result.cases()).extracting(CaseResult::fault).containsExactly(1, 2);
    assertThat(result.cases().get(1).failure().orElseThrow().sight().violations().get(0).message())
        .startsWith("the client never connected");
  }

  /** It loses what came, and says so: two laws are broken by one fault. */
  @Test
  void aFaultIsRecognisedByTheLawThatItBroke() throws Exception {
    EchoClient losesTheReply =
        (server, message, out) -> {
          int status = RIGHT.run(server, message, OutputStream.nullOutputStream());
          return message.length == 0 ? status : 3;
        };

    RunResult result = run(losesTheReply, "client/output", "client/ends");

    assertThat(result.cases())
        .extracting(CaseResult::verdict)
        .containsExactly(Verdict.FAIL, Verdict.FAIL);
    assertThat(result.cases()).extracting(CaseResult::fault).containsExactly(1, 1);
  }

  @Test
  void aClientThatIsRightHasNoFault() throws Exception {
    assertThat(run(RIGHT, "client/early-end", "client/ends").cases())
        .extracting(CaseResult::verdict)
        .containsOnly(Verdict.PASS);
  }

  /** On a machine that is busy for a while after the client was met. */
  @Test
  void aCaseThatWasLateOnceIsTriedOnceMore() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    EchoClient lateForAWhile =
        (server, message, out) -> {
          int number = runs.incrementAndGet();
          if (number > MET && number <= MET + LATE) {
            new CountDownLatch(1).await();
          }
          return CONTENT_WITH_LESS.run(server, message, out);
        };

    RunResult result = run(lateForAWhile, Optional.empty(), new RunListener() {}, "client/excess");

    assertThat(runs).hasValueGreaterThan(MET + LATE);
    assertThat(result.cases()).extracting(CaseResult::verdict).containsExactly(Verdict.PASS);
  }

  private static RunResult run(String... ids) throws Exception {
    return run(CONTENT_WITH_LESS, ids);
  }

  @Test
  void aRunWithoutCasesEnds() throws Exception {
    assertThat(run(RIGHT).cases()).isEmpty();
  }

  private static RunResult run(EchoClient client, String... ids) throws Exception {
    return run(client, Optional.of(PATIENCE), new RunListener() {}, ids);
  }

  private static RunResult run(
      EchoClient client, Optional<Duration> patience, RunListener listener, String... ids)
      throws Exception {
    List<CaseInfo> cases = Stream.of(ids).map(id -> Catalogue.find(id).orElseThrow()).toList();
    Settings settings = new Settings(Profile.CONCURRENT, cases, 60, 7, patience);
    try (ClientConformanceRun run =
        new ClientConformanceRun(
            new InProcessClient("a client", client),
            OutputMode.CONTAINS,
            settings,
            KnownFailures.none(),
            listener)) {
      run.open();
      Launch.execute(run);
      return run.result("test");
    }
  }
}
