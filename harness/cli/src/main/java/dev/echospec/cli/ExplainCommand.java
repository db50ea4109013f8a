package dev.echospec.cli;

import dev.echospec.report.Console;
import dev.echospec.report.WordWrap;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
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
  private static final String INDENT = "  ";

  /** Wider prose is hard to read, in columns. */
  private static final int WIDTH = 78;

  private final Console out;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The id of a case; ./echospec list shows them.")
  private String id;

  ExplainCommand(Console out) {
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
    paragraph("What usually breaks it, and how to fix that", info.rule().fix());
    paragraph("Source", info.rule().source());
    paragraph(
        "Run it alone",
        info.isOfClient()
            ? "./echospec client --case " + info.id() + " -- COMMAND"
            : "./echospec verify --case " + info.id() + " TARGET");
    return ExitCode.CONFORMS;
  }

  private void paragraph(String heading, String text) {
    out.println();
    out.println(heading);
    WordWrap.lines(INDENT + text, Math.min(WIDTH, out.columns(WIDTH)), INDENT.length())
        .forEach(out::line);
  }
}
