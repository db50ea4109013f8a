package dev.echospec.reference.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CommandLineTest {

  @Test
  void nothingMeansTheTutorial() throws UsageException {
    assertThat(CommandLine.parse())
        .isEqualTo(new CommandLine(ClientOptions.tutorial(), "Hello World!", false));
  }

  @Test
  void everyOptionIsUnderstoodWithASpaceOrAnEqualsSign() throws UsageException {
    CommandLine expected =
        new CommandLine(
            new ClientOptions("127.0.0.1", 7007, 99, Duration.ofMillis(2500), Language.RU),
            "hi there",
            false);
    assertThat(
            CommandLine.parse(
                "--host",
                "127.0.0.1",
                "--port",
                "7007",
                "--read-size",
                "99",
                "hi there",
                "--timeout",
                "2.5",
                "--lang",
                "ru"))
        .isEqualTo(expected);
    assertThat(
            CommandLine.parse(
                "--host=127.0.0.1",
                "--port=7007",
                "--read-size=99",
                "--timeout=2.5",
                "--lang=ru",
                "hi there"))
        .isEqualTo(expected);
  }

  @Test
  void anyTextCanBeSent() throws UsageException {
    assertThat(CommandLine.parse("").text()).isEmpty();
    assertThat(CommandLine.parse("-").text()).isEqualTo("-");
    assertThat(CommandLine.parse("--", "--help").text()).isEqualTo("--help");
    assertThat(CommandLine.parse("--help").help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port            | --port needs a value",
        "--port x          | --port needs a whole number, not 'x'",
        "--port 0          | --port: the port must be from 1 to 65535, not 0",
        "--read-size -1    | --read-size: the read size must be from 1 to 16777216 bytes, not -1",
        "--timeout soon    | --timeout needs a number of seconds, not 'soon'",
        "--timeout -1      | --timeout: the timeout must be more than 0 and at most 86400 seconds",
        "--timeout 1e99999 | --timeout: the timeout must be more than 0 and at most 86400 seconds",
        "--timeout NaN     | --timeout needs a number of seconds, not 'NaN'",
        "--lang de         | --lang: en or ru, not 'de'",
        "--help=me         | --help takes no value",
        "-x                | unknown option '-x'; a text that starts with - goes after --",
        "--prot=1          | unknown option '--prot'; a text that starts with - goes after --",
        "a b               | there is more than one text, 'a' and 'b': put quotes around the whole",
      })
  void whatIsWrongIsSaid(String line, String message) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
