package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.report.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PageOpenerTest {
  @TempDir private Path folder;
  private Path page;
  private Path asked;

  @BeforeEach
  void aPage() throws Exception {
    page = Files.writeString(folder.resolve("a page; touch x.html"), "<!DOCTYPE html>");
    asked = folder.resolve("asked");
  }

  private void program(String name, int status) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + asked + "'\nexit " + status);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String open(String system, Path what, String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("PATH", "/no/such:" + folder));
    for (String variable : variables) {
      environment.put(variable, ":0");
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = Console.of(new PrintStream(err, true, UTF_8));
    new PageOpener(system, environment, console).open(what);
    console.end();
    return err.toString(UTF_8);
  }

  @Test
  void theDesktopsOwnProgramGetsThePath() throws Exception {
    program("xdg-open", 0);
    assertThat(open("Linux", page, "DISPLAY")).isEmpty();
    assertThat(asked).content().isEqualTo(page + "\n");

    Files.delete(asked);
    assertThat(open("FreeBSD", page, "WAYLAND_DISPLAY")).isEmpty();
    assertThat(asked).content().isEqualTo(page + "\n");

    program("open", 0);
    Files.delete(asked);
    assertThat(open("Mac OS X", page)).isEmpty();
    assertThat(asked).content().isEqualTo(page + "\n");

    program("rundll32.exe", 0);
    assertThat(open("Windows 11", page)).isEmpty();
    assertThat(asked)
        .content()
        .isEqualTo("url.dll,FileProtocolHandler\n" + page.toUri().toString() + "\n");
  }

  @Test
  void withoutADisplayNothingIsStarted() throws Exception {
    program("xdg-open", 0);

    assertThat(open("Linux", page))
        .isEqualTo(
            "echospec: the page cannot be opened: there is no display; it is " + page + "\n");
    assertThat(asked).doesNotExist();
  }

  @Test
  void whatGoesWrongIsALine() throws Exception {
    assertThat(open("Linux", page, "DISPLAY")).contains("there is no xdg-open; it is " + page);
    program("xdg-open", 3);
    assertThat(open("Linux", page, "DISPLAY")).contains("xdg-open ended with status 3; it is ");
    Files.writeString(folder.resolve("xdg-open"), "#!/no/such/program\n");
    assertThat(open("Linux", page, "DISPLAY")).contains("xdg-open cannot be started; it is ");
    assertThat(open("Linux", folder.resolve("no\u001b.html"), "DISPLAY"))
        .contains("it was not written; it is ", "no\\x1b.html")
        .doesNotContain("\u001b");
  }

  /** The run and its report come first. */
  @Test
  void aRunEndsAsItWouldWithoutIt() throws Exception {
    program("xdg-open", 1);
    Path report = folder.resolve("report");
    String[] verify = {
      "verify", "embedded", "--case", "close/empty", "--report", report.toString(), "--open"
    };

    Kit.Ended away = Kit.run(Map.of("PATH", folder.toString()), List.of(verify));
    assertThat(away.status()).as(away::toString).isZero();
    assertThat(away.err()).contains("there is no display; it is " + report.resolve("report.html"));

    Kit.Ended failed = Kit.run(Map.of("PATH", folder.toString(), "DISPLAY", ":0"), List.of(verify));
    assertThat(failed.status()).as(failed::toString).isZero();
    assertThat(failed.err()).contains("xdg-open ended with status 1");
    assertThat(asked).content().isEqualTo(report.resolve("report.html") + "\n");
  }
}
