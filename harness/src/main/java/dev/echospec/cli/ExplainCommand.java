package dev.echospec.cli;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a case. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = "Explains a case: the rule, why it matters, what usually breaks it.",
    footer = {"", "Example: ./echospec explain stream/interactive"})
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 76;

  private final PrintStream out;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The id of a case; ./echospec list shows them.")
  private String id;

  ExplainCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    CaseInfo info =
        Catalogue.find(id)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no case '" + id + "': ./echospec list shows them all"));
    out.println(info.id() + "  (" + info.level() + ")");
    paragraph("Rule", info.rule().rule());
    paragraph("Why it matters", info.rule().why());
    paragraph("What usually breaks it, and how to mend that", info.rule().mend());
    paragraph("Source", info.rule().source());
    paragraph("Run it alone", "./echospec verify --case " + info.id() + " TARGET");
    return ExitCode.CONFORMS;
  }

  private void paragraph(String heading, String text) {
    out.println();
    out.println(heading);
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + word.length() >= WIDTH) {
        out.println("  " + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    out.println("  " + line);
  }
}
