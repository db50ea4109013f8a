package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gives a wrong port is told so in a sentence, and not in sixty cases. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OtherProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP, HTTP/1.1 400 Bad Request",
    "HTTP, <!DOCTYPE HTML>",
    "SSH, SSH-2.0-OpenSSH_9.2p1",
    "TLS, '\u0015\u0003\u0001'",
    "REDIS, -ERR unknown command"
  })
  void isKnownByItsAnswer(OtherProtocol protocol, String answer) {
    assertThat(OtherProtocol.of(answer.getBytes(ISO_8859_1))).contains(protocol);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a", "H", "http/1.1", "220 ready", "<A>", " HTTP/1.1 400"})
  void isNotSeenInOtherAnswers(String answer) {
    assertThat(OtherProtocol.of(answer.getBytes(ISO_8859_1))).isEmpty();
  }

  @Test
  void isToldOnceAndNothingElseIsTried() throws Exception {
    List<CaseResult> cases = run("HTTP/1.1 400 Bad Request\r\n\r\n").cases();

    assertThat(cases.get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(cases.get(0).failure().orElseThrow().sight().violations().get(0).message())
        .endsWith("; the server speaks HTTP");
    assertThat(cases.subList(1, cases.size()))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.reason()).contains("the server speaks HTTP"));
  }

  @Test
  void isNotTheMatterOfAServerThatGreetsAndEchoes() throws Exception {
    assertThat(run("220 ready\r\n").cases())
        .noneMatch(one -> one.reason().orElse("").contains("speaks"));
  }

  private static RunResult run(String answer) throws Exception {
    return new TestRun(Catalogue.cases().subList(0, 3), 1, Optional.of(Duration.ofMillis(400)))
        .resultOf(new LittleTarget(said -> answer.getBytes(ISO_8859_1)));
  }
}
