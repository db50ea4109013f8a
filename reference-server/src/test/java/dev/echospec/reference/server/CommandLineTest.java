package dev.echospec.reference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        .isEqualTo(new CommandLine(ServerOptions.tutorial(), false, false));
  }

  @Test
  void everyOptionIsUnderstoodWithASpaceOrAnEqualsSign() throws UsageException {
    CommandLine expected =
        new CommandLine(
            new ServerOptions("127.0.0.1", 7007, 99, 5, true, Transform.IDENTITY, Language.RU),
            true,
            false);
    assertThat(
            CommandLine.parse(
                "--host 127.0.0.1 --port 7007 --read-size 99 --backlog 5 --concurrent --transform"
                    .concat(" identity --lang ru --quiet")
                    .split(" ")))
        .isEqualTo(expected);
    assertThat(
            CommandLine.parse(
                "--host=127.0.0.1 --port=7007 --read-size=99 --backlog=5 --concurrent"
                    .concat(" --transform=identity --lang=ru --quiet")
                    .split(" ")))
        .isEqualTo(expected);
  }

  @Test
  void helpWinsOverWhatFollows() throws UsageException {
    assertThat(CommandLine.parse("--help", "--nonsense").help()).isTrue();
    assertThat(CommandLine.parse("-h").help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port            | --port needs a value",
        "--port x          | --port needs a whole number, not 'x'",
        "--port=           | --port needs a whole number, not ''",
        "--port 99999      | --port: the port must be from 0 to 65535, not 99999",
        "--port 9999999999 | --port needs a whole number, not '9999999999'",
        "--read-size 0     | --read-size: the read size must be from 1 to 16777216 bytes, not 0",
        "--backlog -1      | --backlog: the backlog must be at least 1, not -1",
        "--host=           | --host: the host must not be blank",
        "--transform lower | --transform: upper or identity, not 'lower'",
        "--lang de         | --lang: en or ru, not 'de'",
        "--quiet=yes       | --quiet takes no value",
        "--prot 1          | unknown option '--prot'",
        "--prot=1          | unknown option '--prot'",
        "10000             | unexpected argument '10000'",
      })
  void whatIsWrongIsSaid(String line, String message) {
    assertThatThrownBy(() -> CommandLine.parse(line.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
