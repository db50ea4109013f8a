package dev.echospec.cli;

import dev.echospec.report.Console;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the cases. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = "Lists the cases: id, level and rule.",
    footer = {"", "Example: ./echospec list"})
final class ListCommand implements Callable<Integer> {
  private final Console out;

  ListCommand(Console out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    int width = Catalogue.all().stream().mapToInt(info -> info.id().length()).max().orElse(1);
    for (CaseInfo info : Catalogue.all()) {
      out.printf("%-" + width + "s  %-6s  %s%n", info.id(), info.level(), info.rule().rule());
    }
    return ExitCode.CONFORMS;
  }
}
