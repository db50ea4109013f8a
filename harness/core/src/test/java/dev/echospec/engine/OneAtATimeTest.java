package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.play.LittleServer;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of the tutorial: one client at a time, and a backlog of one. */
@Timeout(120)
class OneAtATimeTest {
  @Test
  void failsBeforeItsBacklogIsFull() throws Exception {
    try (LittleServer server = LittleServer.sequential(LittleServer::echo, 1)) {
      CaseResult result = TestRun.of(40, "concurrent/independent").against(server).get(0);

      assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAIL);
      Failure failure = result.failure().orElseThrow();
      assertThat(failure.sight().script().connections()).isEqualTo(2);
      assertThat(failure.diagnosis().map(Diagnosis::cause)).contains(Cause.ONE_AT_A_TIME);
    }
  }
}
