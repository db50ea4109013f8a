package dev.echospec.cli;

import dev.echospec.oracle.Oracle;
import dev.echospec.report.Console;
import dev.echospec.report.FailureFile;
import dev.echospec.report.FailureText;
import dev.echospec.report.PythonProgram;
import dev.echospec.run.Consent;
import dev.echospec.run.Failure;
import dev.echospec.run.Replay;
import dev.echospec.script.Malformed;
import dev.echospec.script.ScriptText;
import dev.echospec.target.EmbeddedTarget;
import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a failure again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = "Plays the conversation of a failure file again, or prints it as a program.",
    footer = {
      "",
      "Exit status: 0 the server did as it should, 1 the fault shows again.",
      "",
      "Examples:",
      "  ./echospec replay target/echospec/stream-segmentation.json localhost:10000",
      "  ./echospec replay target/echospec/stream-segmentation.json -- python3 server.py",
      "  ./echospec replay target/echospec/stream-segmentation.json --as python > again.py"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console out;
  private final Console err;

  @Mixin private TargetOptions targets;

  @Parameters(index = "0", paramLabel = "FILE", description = "A failure file of a report folder.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description =
          "HOST:PORT, PORT, docker://IMAGE, dockerfile:PATH, compose:FILE#SERVICE, or nothing; or a"
              + " command after --.")
  private String name;

  @Option(
      names = "--as",
      paramLabel = "LANGUAGE",
      description = "Print a program that plays it instead: python.")
  private Language language;

  /** What a conversation can be printed as. */
  enum Language {
    PYTHON
  }

  ReplayCommand(Console out, Console err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    FailureFile failure;
    try {
      failure = FailureFile.read(file);
    } catch (Malformed e) {
      throw targets.wrong(e.getMessage());
    }
    if (language == Language.PYTHON) {
      out.document(PythonProgram.of(failure, targets.patience().orElse(PythonProgram.PATIENCE)));
      return ExitCode.CONFORMS;
    }
    return play(failure);
  }

  private int play(FailureFile file) {
    Target target = targets.target(name, EmbeddedTarget.concurrent(file.transform()));
    targets.require(Consent.objection(target, file.script()));
    Oracle oracle = new Oracle(file.transform());
    Replay replay = new Replay(target, oracle, targets.patience());
    Thread hook = new Thread(replay::close, "echospec: interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try (replay) {
      replay.open();
      Failure seen = replay.play(file.script(), file.law());
      new FailureText(oracle, target.name(), Optional.empty())
          .within(out.columns(FailureText.ANY_WIDTH))
          .lines(seen)
          .forEach(out::line);
      boolean fine = seen.sight().violations().isEmpty();
      out.println();
      out.println(fine ? "The server did as it should." : "The fault shows.");
      return fine ? ExitCode.CONFORMS : ExitCode.DOES_NOT_CONFORM;
    } catch (TargetException e) {
      err.println("echospec: " + ScriptText.harmless(e.getMessage()));
      return ExitCode.NO_TARGET;
    } finally {
      removeHook(hook);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already, and closes what is closed.
    }
  }
}
