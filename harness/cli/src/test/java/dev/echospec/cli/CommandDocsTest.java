package dev.echospec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages and completion say what the commands take. */
class CommandDocsTest {
  private static final Map<String, String> PAGES = CommandDocs.ofThisKit().manualPages();

  /**
   * Types a line and a tabulator in an interactive zsh that knows nothing but a folder of
   * functions, and writes what stands on its command line then: arguments are the folder, a folder
   * to work in, and the line.
   */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty shell zsh -f
      zpty -w shell "fpath=(${(q)1} \\$fpath); autoload -U compinit; compinit -u -d ${(q)2}/.dump" \\
        "; seen() { print -r -- \\$BUFFER >${(q)2}/typed; exit }; zle -N seen; bindkey '^X' seen" \\
        "; cd ${(q)2}; PS1=rea''dy"
      zpty -r shell printed '*ready*'
      zpty -w -n shell "$3"$'\\t\\x18'
      while zpty -r shell printed; do print -rn -- "$printed"; done
      """;

  @TempDir private Path folder;

  private static CommandLine commands() {
    return Echospec.commandLine(new Commands(null, null, Map.of(), false, java.util.List.of()));
  }

  @Test
  void everyOptionOfEveryCommandIsInItsPage() {
    assertThat(PAGES).hasSize(commands().getSubcommands().size() + 1);
    commands()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String page = PAGES.get("echospec-" + name + ".1").replace("\\-", "-");
              assertThat(page)
                  .startsWith(".TH ECHOSPEC-")
                  .contains("\n.SH NAME\nechospec-" + name + " - ")
                  .doesNotContain("./echospec", "${", "%n");
              for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(page).contains("\n.TP\n").contains(option.longestName());
              }
              assertThat(PAGES.get("echospec.1").replace("\\-", "-"))
                  .contains("echospec-" + name + "(1)");
            });
  }

  @Test
  void manShowsThem() throws Exception {
    Path page = Files.writeString(folder.resolve("page.1"), PAGES.get("echospec-verify.1"));

    Kit.Ended shown = run("groff", "-man", "-Tascii", "-ww", page.toString());

    assertThat(shown.status()).isZero();
    assertThat(shown.err()).isEmpty();
    // A terminal shows a letter bold that is printed twice.
    assertThat(shown.out().replaceAll(".\b", "")).contains("SYNOPSIS", "--shard=I/N|auto");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script =
        Files.writeString(folder.resolve("completion"), CommandDocs.ofThisKit().completion());
    String complete =
        "source \"$1\"; COMP_WORDS=(echospec %s); COMP_CWORD=%d; COMP_LINE='echospec %s';"
            + " _complete_echospec; printf '%%s\\n' \"${COMPREPLY[@]}\"";

    Kit.Ended command =
        run("bash", "-c", complete.formatted("ver", 1, "ver"), "bash", script.toString());
    Kit.Ended option =
        run(
            "bash",
            "-c",
            complete.formatted("verify --sha", 2, "verify --sha"),
            "bash",
            script.toString());

    Kit.Ended value =
        run(
            "bash",
            "-c",
            complete.formatted("verify --profile con", 3, "verify --profile con"),
            "bash",
            script.toString());

    assertThat(command.out().lines()).as(command::toString).contains("verify");
    assertThat(option.out().lines()).as(option::toString).contains("--shard");
    assertThat(value.out().lines()).as(value::toString).containsExactly("concurrent");
  }

  /** On the terminal of an interactive shell, where a tabulator calls for completion. */
  @ParameterizedTest
  @CsvSource({
    "echospec ver, 'echospec verify '",
    "echospec verify --sha, 'echospec verify --shard '",
    "echospec verify --profile con, 'echospec verify --profile concurrent '",
    "echospec replay my-f, 'echospec replay my-failure.json '"
  })
  void zshCompletesCommandsOptionsValuesAndFiles(String typed, String completed) throws Exception {
    Path share = folder.resolve("share");
    CommandDocs.main(new String[] {share.toString()});
    Path functions = Files.createDirectories(share.resolve("zsh/site-functions"));
    Files.copy(
        Kit.project().resolve("harness/cli/src/distribution/_echospec"),
        functions.resolve("_echospec"));
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.writeString(work.resolve("my-failure.json"), "");

    Kit.Ended shell =
        run("zsh", "-f", "-c", ZSH, "zsh", functions.toString(), work.toString(), typed);

    assertThat(work.resolve("typed")).as(shell::toString).hasContent(completed);
    assertThat(shell.out()).doesNotContain("not found", "error");
  }

  private Kit.Ended run(String... command) throws InterruptedException, IOException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      if (!Kit.REQUIRE_ALL) {
        assumeThat(false).as(command[0] + " is not here").isTrue();
      }
      throw e;
    }
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return new Kit.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
