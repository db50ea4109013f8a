package dev.echospec.cli;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.option.Consent;
import dev.echospec.option.ReferenceOptions;
import dev.echospec.property.Launch;
import dev.echospec.report.Console;
import dev.echospec.report.ConsoleReport;
import dev.echospec.result.FailureText;
import dev.echospec.result.KitVersion;
import dev.echospec.result.RunResult;
import dev.echospec.result.Shard;
import dev.echospec.script.Malformed;
import dev.echospec.script.ScriptText;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.Target;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the cases against a target and says whether it conforms. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = "Tells whether an echo server conforms, and if not, exactly why.",
    footer = {
      "",
      "Examples:",
      "  ./echospec verify                               the embedded server",
      "  ./echospec verify localhost:10000               a server that is running",
      "  ./echospec verify -- python3 server.py          a command, on port 10000",
      "  ./echospec verify -- ./server --port {port}     a command told its port",
      "  ./echospec verify docker://my/echo:latest       an image",
      "  ./echospec verify dockerfile:server             a Dockerfile, in that folder",
      "  ./echospec verify 'compose:compose.yml#echo'    a service of a compose file",
      "  ./echospec verify --case 'close/*' localhost:7 --profile rfc862",
      "",
      "In a GitHub workflow the step gets a summary and annotations, too."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Console err;

  @Mixin private TargetOptions targets;
  @Mixin private CaseOptions cases;
  @Mixin private ShardOptions shards;
  @Mixin private ReportOptions reports;
  @Mixin private FaultOptions faults;

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description = ServerSpec.FORMS + ", or nothing; or a command after --.")
  private @Nullable String name;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      converter = OptionConverter.ProfileName.class,
      defaultValue = "concurrent",
      description =
          "What the server claims to be: sequential (one connection at a time), concurrent, or rfc862"
              + " (the same bytes instead of upper case; default: ${DEFAULT-VALUE}).")
  private Profile profile;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = OptionConverter.Time.class,
      description =
          "Go on for this time, such as 10m: the cases that have not failed run again and again, each"
              + " round with the next seed. The first round is always run to its end.")
  private @Nullable Duration goingOn;

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

  VerifyCommand(Console err) {
    this.err = err;
  }

  @Override
  public Integer call() {
    Shard shard = shard();
    Settings settings = settings(shard);
    FaultLimit limit = faults.limit();
    KnownFailures known = known();
    Target target = targets.target(name, ReferenceOptions.of(profile));
    targets.require(Consent.objection(target, profile, settings.cases()));
    ReportFolder folder;
    try {
      folder = ReportFolder.open(report);
    } catch (ReportException e) {
      throw targets.wrong(e.getMessage());
    }
    try (folder) {
      return verify(target, settings, shard, known, limit, folder);
    }
  }

  private int verify(
      Target target,
      Settings settings,
      Shard shard,
      KnownFailures known,
      FaultLimit limit,
      ReportFolder folder) {
    FailureText failures =
        new FailureText(profile.oracle(), target.name(), Optional.of(folder.path()));
    ConsoleReport console = reports.console(failures, settings.cases());
    RunResult begun =
        RunResult.begun(target.name(), profile, settings.seed()).planned(Optional.of(shard));
    if (shard.planned().isEmpty()) {
      return reports.finish(begun, folder, console, failures);
    }
    RunListener listener = RunListener.all(List.of(console, folder.follow(begun), limit));
    ConformanceRun run = new ConformanceRun(target, settings, known, listener);
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

  private void perform(ConformanceRun run) {
    try (run) {
      run.open();
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
      return shards.cases(cases.cases(), cases.isSeeded());
    } catch (IllegalArgumentException e) {
      throw targets.wrong(e.getMessage());
    }
  }

  private Settings settings(Shard shard) {
    if (goingOn != null && goingOn.compareTo(LONGEST) > 0) {
      throw targets.wrong("--for takes a time up to " + LONGEST.toHours() + "h");
    }
    return new Settings(
        profile,
        shard.planned().stream().map(id -> Catalogue.find(id).orElseThrow()).toList(),
        cases.tries(),
        cases.seed(),
        targets.patience(),
        cases.thorough(),
        Optional.ofNullable(goingOn));
  }

  private KnownFailures known() {
    if (expect == null) {
      return KnownFailures.none();
    }
    try {
      return KnownFailuresFile.read(expect, Clock.systemDefaultZone());
    } catch (Malformed e) {
      throw targets.wrong(e.getMessage());
    }
  }
}
