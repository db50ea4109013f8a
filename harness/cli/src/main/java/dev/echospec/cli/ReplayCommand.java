package dev.echospec.cli;

import dev.echospec.capture.CaptureException;
import dev.echospec.capture.ConversationCapture;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.engine.ClientReplay;
import dev.echospec.engine.Replay;
import dev.echospec.engine.RunListener;
import dev.echospec.judge.Oracle;
import dev.echospec.option.Consent;
import dev.echospec.report.Console;
import dev.echospec.report.PythonProgram;
import dev.echospec.report.PythonServer;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureFile;
import dev.echospec.result.FailureText;
import dev.echospec.result.Seconds;
import dev.echospec.script.Malformed;
import dev.echospec.script.ScriptText;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "A failure file of a client is played to the client whose command follows --, or whose",
      "image is named. As a program it is the server that shows the failure, to the client",
      "that it starts.",
      "",
      "Exit status: 0 the server did as it should, 1 the fault shows again, 3 the server",
      "could not be started or reached, or the conversation was cut short by --at-most,",
      "4 its packets could not be captured.",
      "",
      "Examples:",
      "  ./echospec replay target/echospec/stream-segmentation.json localhost:10000",
      "  ./echospec replay target/echospec/stream-segmentation.json -- python3 server.py",
      "  ./echospec replay target/echospec/stream-segmentation.json --as python > again.py"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Console out;
  private final Console err;

  @Mixin private TargetOptions targets;
  @Mixin private ClientOptions client;
  @Mixin private CaptureOption capture;

  @Parameters(index = "0", paramLabel = "FILE", description = "A failure file of a report folder.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description = ServerSpec.FORMS + ", or nothing; or a command after --.")
  private @Nullable String name;

  @Option(
      names = "--as",
      paramLabel = "LANGUAGE",
      description = "Print a program that plays it instead: python.")
  private @Nullable Language language;

  @Option(
      names = "--at-most",
      paramLabel = "TIME",
      converter = OptionConverter.Time.class,
      description =
          "When the conversation is cut short, such as 2h. Must be given where it may take more"
              + " than ten minutes.")
  private @Nullable Duration atMost;

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
      Optional<ClientFailureFile> ofClient = ClientFailureFile.read(file);
      if (ofClient.isPresent()) {
        return play(ofClient.get());
      }
      failure = FailureFile.read(file);
    } catch (Malformed e) {
      throw targets.wrong(e.getMessage());
    }
    if (language == Language.PYTHON) {
      capture.refuse("a program captures nothing: leave out --as");
      out.document(PythonProgram.of(failure, targets.patience().orElse(PythonProgram.PATIENCE)));
      return ExitCode.CONFORMS;
    }
    return play(failure);
  }

  private int play(ClientFailureFile failure) {
    capture.refuse("it is for failures of servers, and this is one of a client");
    if (language == Language.PYTHON) {
      out.document(PythonServer.of(failure, targets.patience().orElse(PythonProgram.PATIENCE)));
      return ExitCode.CONFORMS;
    }
    ClientUnderTest tested = targets.client(name, client);
    OutputMode mode = client.output();
    Oracle oracle = new Oracle(failure.transform());
    try (ClientReplay replay = new ClientReplay(tested, mode, oracle, targets.patience())) {
      Optional<Failure> seen = replay.play(failure);
      if (seen.isEmpty()) {
        err.println("echospec: The client cannot be told the message or the host of this run.");
        return ExitCode.NO_TARGET;
      }
      new FailureText(oracle, tested.name(), Optional.empty())
          .within(out.columns(FailureText.ANY_WIDTH))
          .lines(seen.get())
          .forEach(out::line);
      out.println();
      boolean shows = !seen.get().sight().violations().isEmpty();
      out.println(shows ? "The fault shows." : "The client did as it should.");
      return shows ? ExitCode.DOES_NOT_CONFORM : ExitCode.CONFORMS;
    } catch (TargetException e) {
      err.println("echospec: " + ScriptText.harmless(e.getMessage()));
      return ExitCode.NO_TARGET;
    }
  }

  private int play(FailureFile file) {
    Duration limit = limit(file);
    Target target = targets.target(name, EmbeddedTarget.concurrent(file.transform()));
    targets.require(Consent.objection(target, file.script()));
    Oracle oracle = new Oracle(file.transform());
    Optional<ConversationCapture> captured;
    try {
      captured = capture.open();
    } catch (CaptureException e) {
      return cannotCapture(e);
    }
    Replay replay = new Replay(target, oracle, file.isFromStart(), targets.patience(), waiting());
    Runnable end =
        () -> {
          captured.ifPresent(ConversationCapture::close);
          replay.close();
        };
    Thread hook = new Thread(end, "echospec: interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      replay.open();
      Duration bound = replay.bound(file.script());
      bound = bound.compareTo(limit) < 0 ? bound : limit;
      out.println("The conversation takes at most " + Seconds.of(bound) + ".");
      out.println();
      Replay.Witness witness = captured.<Replay.Witness>map(it -> it).orElse(Replay.Witness.NONE);
      Replay.Seen seen = replay.play(file.script(), file.law(), bound, witness);
      new FailureText(oracle, target.name(), Optional.empty())
          .within(out.columns(FailureText.ANY_WIDTH))
          .lines(seen.failure())
          .forEach(out::line);
      out.println();
      captured.ifPresent(it -> out.println("Captured by " + it.program() + ": " + it.file()));
      return verdict(seen, bound);
    } catch (TargetException e) {
      err.println("echospec: " + ScriptText.harmless(e.getMessage()));
      return ExitCode.NO_TARGET;
    } catch (CaptureException e) {
      return cannotCapture(e);
    } finally {
      end.run();
      removeHook(hook);
    }
  }

  private int cannotCapture(CaptureException e) {
    err.println("echospec: " + ScriptText.harmless(e.getMessage()));
    return ExitCode.FAULT;
  }

  private int verdict(Replay.Seen seen, Duration bound) {
    if (!seen.failure().sight().violations().isEmpty()) {
      out.println("The fault shows.");
      return ExitCode.DOES_NOT_CONFORM;
    }
    if (seen.cutShort()) {
      err.println(
          "echospec: The conversation was cut short after "
              + Seconds.of(bound)
              + ": nothing can be said of the server.");
      return ExitCode.NO_TARGET;
    }
    out.println("The server did as it should.");
    return ExitCode.CONFORMS;
  }

  /** When the conversation is cut short at the latest. */
  private Duration limit(FailureFile file) {
    if (atMost != null && atMost.compareTo(LONGEST) > 0) {
      throw targets.wrong("--at-most takes a time up to " + LONGEST.toHours() + "h");
    }
    Duration estimate = Replay.estimate(file.script(), targets.patience());
    if (atMost == null && estimate.compareTo(Replay.LONGEST) > 0) {
      throw targets.wrong(
          "the conversation may take "
              + Seconds.of(estimate)
              + ": say with --at-most TIME when it is to be cut short");
    }
    return atMost == null ? Replay.LONGEST : atMost;
  }

  private RunListener waiting() {
    return new RunListener() {
      @Override
      public void waiting(String why) {
        err.println("echospec: " + ScriptText.harmless(why) + ".");
      }
    };
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already, and closes what is closed.
    }
  }
}
