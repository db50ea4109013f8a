package dev.echospec.cli;

import dev.echospec.option.KitProperty;
import dev.echospec.play.Shortage;
import dev.echospec.report.Console;
import dev.echospec.result.KitVersion;
import dev.echospec.script.ScriptText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: parses, calls, prints, and gives the exit status. */
@Command(
    name = "./echospec",
    description = "A conformance kit for echo servers and clients.",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      VerifyCommand.class,
      ClientCommand.class,
      MergeCommand.class,
      CompareCommand.class,
      ReplayCommand.class,
      TapCommand.class,
      ListCommand.class,
      ExplainCommand.class,
      ServeCommand.class,
      SendCommand.class
    },
    footer = {
      "",
      "Exit status: 0 conforms, 1 does not, 2 wrong usage, 3 the target could not be",
      "started or reached, 4 a fault of the kit or of this machine, such as a full disk.",
      "",
      "Example: ./echospec verify -- python3 implementations/python-tutorial/server.py"
    })
public final class Echospec implements Runnable {
  /** A logger whose messages say nothing to users; held, since loggers are weakly referenced. */
  private static final Logger JQWIK = Logger.getLogger("net.jqwik");

  /** The encoding that the virtual machine decoded the command line by. */
  private static final String ENCODING = "sun.jnu.encoding";

  /** Stands for what could not be decoded. */
  private static final char LOST = '\uFFFD';

  /** Columns of help where there is no terminal, and the bounds where there is one. */
  private static final int WIDTH = 80;

  private static final int LEAST_COLUMNS = 55;
  private static final int MOST_COLUMNS = 100;

  @Spec private CommandSpec spec;

  Echospec() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    try {
      KitProperty.checkCommandLine(System.getProperties().stringPropertyNames());
    } catch (IllegalArgumentException e) {
      // How wide the terminal is, is such a property: there is no console yet.
      System.err.println("echospec: " + ScriptText.harmless(e.getMessage()));
      System.exit(ExitCode.USAGE);
    }
    Console out = Terminal.out(System.out);
    Console err = Terminal.err(System.err);
    // What libraries and the virtual machine print leaves by the same way.
    System.setOut(out);
    System.setErr(err);
    AtomicBoolean died = new AtomicBoolean();
    // A thread that an error ends leaves its work undone: what the run says is not to be trusted.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          fault(e, err);
          died.set(died.get() || thread.getName().startsWith("echospec"));
        });
    int status = run(args, out, err, System.getenv());
    System.exit(died.get() ? ExitCode.FAULT : status);
  }

  /**
   * Runs a command.
   *
   * @param args the command line; what follows {@code --} is the command of a target
   * @param out where results go
   * @param err where complaints go
   * @param environment variables that say where the kit runs
   * @return the exit status: {@link ExitCode#FAULT} if not all of the output could be written
   */
  static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
    if (areGarbled(args)) {
      err.println(
          "echospec: the locale's encoding, "
              + System.getProperty(ENCODING)
              + ", cannot carry what the command line says: set LC_ALL=C.UTF-8, or to another"
              + " locale of UTF-8");
      return ExitCode.USAGE;
    }
    int status = execute(args, out, err, environment);
    if (out.checkError()) {
      err.println(
          "echospec: not all of the output could be written: give it a place that has room, and"
              + " that reads it to its end");
      return ExitCode.FAULT;
    }
    return status;
  }

  /** In a locale of ASCII only, the virtual machine has lost the bytes of other characters. */
  private static boolean areGarbled(String[] args) {
    return !StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty(ENCODING))
        && Arrays.stream(args).anyMatch(word -> word.indexOf(LOST) >= 0);
  }

  private static int execute(
      String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
    Console console = Console.of(out);
    Console errors = Console.of(err);
    try {
      return execute(args, console, errors, environment);
    } finally {
      console.end();
      errors.end();
    }
  }

  private static int execute(
      String[] args, Console out, Console err, Map<String, String> environment) {
    JQWIK.setLevel(Level.SEVERE);
    int dashes = Arrays.asList(args).indexOf("--");
    List<String> own = Arrays.asList(args).subList(0, dashes < 0 ? args.length : dashes);
    List<String> command =
        dashes < 0 ? List.of() : Arrays.asList(args).subList(dashes + 1, args.length);
    CommandLine line = commandLine(new Commands(out, err, environment, dashes >= 0, command));
    line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
    // Its colours would be escapes that the console was not asked for.
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setUsageHelpWidth(Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, out.columns(WIDTH))));
    line.setParameterExceptionHandler((e, words) -> complain(e, err));
    line.setExecutionExceptionHandler((e, failed, parsed) -> fault(e, err));
    try {
      return line.execute(new ArrayList<>(own).toArray(String[]::new));
    } catch (Throwable e) {
      // Errors pass through picocli; the virtual machine would end with 1, "does not conform".
      return fault(e, err);
    }
  }

  /** Returns what a command line is parsed by. */
  static CommandLine commandLine(Commands commands) {
    CommandLine line = new CommandLine(new Echospec(), commands);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static int complain(ParameterException e, PrintStream err) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    err.println(
        "echospec: "
            + ScriptText.harmless(message)
            + " (see "
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " --help)");
    return ExitCode.USAGE;
  }

  private static int fault(Throwable e, PrintStream err) {
    err.println(
        "echospec: "
            + Shortage.behind(e)
                .orElseGet(
                    () ->
                        "a fault of the kit: "
                            + ScriptText.harmless(e.toString())
                            + " (run with ECHOSPEC_DEBUG=1 to see where, and please report it)"));
    if (System.getenv("ECHOSPEC_DEBUG") != null) {
      e.printStackTrace(err);
    }
    return ExitCode.FAULT;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which command");
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"echospec " + KitVersion.text()};
    }
  }
}
