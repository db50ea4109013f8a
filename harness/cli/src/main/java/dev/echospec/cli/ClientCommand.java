package dev.echospec.cli;

import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.WaitingClient;
import dev.echospec.engine.ClientConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.property.Launch;
import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.result.FailureText;
import dev.echospec.result.KitVersion;
import dev.echospec.result.RunResult;
import dev.echospec.result.Shard;
import dev.echospec.script.Malformed;
import dev.echospec.script.ScriptText;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the cases for clients against a client and says whether it conforms. */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = {
      "Tells whether an echo client conforms, and if not, exactly why.",
      "The kit plays the server. In the command {host}, {port} and {message} are replaced; without"
          + " {message} the message goes to its standard input, which then ends. A client that is an"
          + " image runs in a container, one for each run: see docs/containers.md."
    },
    footer = {
      "",
      "Examples:",
      "  ./echospec client -- ./client {host} {port}     reads its message from its stdin",
      "  ./echospec client -- ./client {host} {port} {message}",
      "  ./echospec client docker://my/client -- {host} {port} {message}",
      "  ./echospec client --sends 'Hello World!' --port 10000 -- python3 client.py",
      "  ./echospec client --wait --case client/output   a client that you start yourself"
    })
final class ClientCommand implements Callable<Integer> {
  private static final int TUTORIAL_PORT = 10_000;

  private final Console err;
  private final boolean dashes;
  private final List<String> command;

  @Spec private CommandSpec spec;
  @Mixin private ClientOptions client;
  @Mixin private CaseOptions cases;
  @Mixin private ShardOptions shards;
  @Mixin private ReportOptions reports;
  @Mixin private FaultOptions faults;

  @Mixin private ContainerSettings containers;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IMAGE",
      description =
          "docker://IMAGE or dockerfile:PATH, whose containers get the words after --; or nothing,"
              + " and the words after -- are a command.")
  private @Nullable String container;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = OptionConverter.Port.class,
      description =
          "The port that the client connects to, unless {port} stands in its words (default: 10000;"
              + " with --wait a new one for each run).")
  private @Nullable Integer port;

  @Option(
      names = "--wait",
      description =
          "Start nothing: wait until a client comes, which you start, for example in a debugger. Its"
              + " output and exit status are not judged.")
  private boolean wait;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      converter = OptionConverter.ProfileName.class,
      defaultValue = "concurrent",
      description =
          "What the kit's server answers: upper case, or the same bytes with rfc862 (default:"
              + " ${DEFAULT-VALUE}).")
  private Profile profile;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = OptionConverter.Patience.class,
      description =
          "How long the client may do nothing while it has something to do: 500ms, 2s, 1m (default:"
              + " measured at the start).")
  private @Nullable Duration patience;

  @Option(
      names = "--keep-env",
      paramLabel = "GLOB",
      description =
          "Variables that the client inherits although they belong to a CI service or look like"
              + " secrets: see docs/commands.md. May be repeated.")
  private List<String> keptEnvironment = List.of();

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description = "Known failures, which the run tolerates, in YAML: see docs/expectations.md.")
  private @Nullable Path expect;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/echospec",
      description = "Where the report goes (default: ${DEFAULT-VALUE}).")
  private Path report;

  ClientCommand(Console err, boolean dashes, List<String> command) {
    this.err = err;
    this.dashes = dashes;
    this.command = command;
  }

  @Override
  public Integer call() {
    Shard shard = shard();
    Settings settings = settings(shard);
    KnownFailures known = known();
    ClientUnderTest tested = client();
    try (ReportFolder folder = ReportFolder.open(report)) {
      return test(tested, settings, shard, known, folder);
    } catch (ReportException e) {
      throw wrong(e.getMessage());
    }
  }

  private int test(
      ClientUnderTest tested,
      Settings settings,
      Shard shard,
      KnownFailures known,
      ReportFolder folder) {
    FaultLimit limit = faults.limit();
    String name = ClientConformanceRun.name(tested, client.output());
    FailureText failures = new FailureText(profile.oracle(), name, Optional.of(folder.path()));
    ConsoleReport console = reports.console(failures, settings.cases());
    RunResult begun = RunResult.begun(name, profile, settings.seed()).planned(Optional.of(shard));
    if (shard.planned().isEmpty()) {
      return reports.finish(begun, folder, console, failures);
    }
    RunListener listener = RunListener.all(List.of(console, folder.follow(begun), limit));
    ClientConformanceRun run =
        new ClientConformanceRun(tested, client.output(), settings, known, listener);
    limit.ends(run::stop);
    Interruption interruption = Interruption.of(run);
    try {
      perform(run);
      RunResult result = limit.applied(run.result(KitVersion.text()), settings.cases());
      return reports.finish(result.planned(Optional.of(shard)), folder, console, failures);
    } finally {
      interruption.over();
    }
  }

  private void perform(ClientConformanceRun run) {
    try (run) {
      run.open();
      reports.console().line(run.announcement());
      Launch.execute(run);
    } catch (TargetException e) {
      err.println("echospec: " + ScriptText.harmless(e.getMessage()));
      e.lastWords()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> err.println("  its stderr: " + ScriptText.harmless(line)));
    }
  }

  private Shard shard() {
    try {
      return shards.cases(cases.cases(Catalogue.clientCases()), cases.isSeeded());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private Settings settings(Shard shard) {
    return new Settings(
        profile,
        shard.planned().stream().map(id -> Catalogue.find(id).orElseThrow()).toList(),
        cases.tries(),
        cases.seed(),
        Optional.ofNullable(patience),
        cases.thorough(),
        Optional.empty());
  }

  private ClientUnderTest client() {
    boolean named = container != null || dashes;
    if (wait == named) {
      throw wrong(
          wait
              ? "--wait starts nothing: leave out the client"
              : "the client is missing: write its command behind --, or name its image");
    }
    if (dashes && (command.isEmpty() || command.get(0).isEmpty())) {
      throw wrong("the command is missing after --");
    }
    try {
      int connects = port == null ? TUTORIAL_PORT : port;
      if (container != null) {
        return client.client(container, command, connects, containers, keptEnvironment);
      }
      if (!wait) {
        return client.client(command, connects, containers, keptEnvironment);
      }
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    Console told = reports.console();
    return new WaitingClient(port == null ? 0 : port, what -> told.line("Waiting: " + what + "."));
  }

  private KnownFailures known() {
    if (expect == null) {
      return KnownFailures.none();
    }
    try {
      return KnownFailuresFile.read(expect, Clock.systemDefaultZone());
    } catch (Malformed e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
