package dev.echospec.cli;

import dev.echospec.compare.Baseline;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.Fleet;
import dev.echospec.compare.FleetFile;
import dev.echospec.compare.FleetRun;
import dev.echospec.compare.Member;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.compare.Part;
import dev.echospec.compare.Plan;
import dev.echospec.folder.ReportException;
import dev.echospec.option.Consent;
import dev.echospec.option.ReferenceOptions;
import dev.echospec.report.ComparisonFolder;
import dev.echospec.report.ComparisonText;
import dev.echospec.report.Console;
import dev.echospec.report.FleetProgress;
import dev.echospec.report.PairRecordings;
import dev.echospec.result.KitVersion;
import dev.echospec.result.Verdict;
import dev.echospec.script.Malformed;
import dev.echospec.server.StartOptions;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Runs the cases against all members of a fleet, and sets the results side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = {
      "Runs the cases against several servers and clients and shows them side by side.",
      "Each client of the fleet also talks to each server."
    },
    footer = {
      "",
      "Exit status: 0 all conform or fail only as expected; 1 at least one does not;",
      "2 wrong usage or fleet file; 3 none of that, but at least one could not be run;",
      "4 a fault of the kit.",
      "",
      "In a GitHub workflow the step gets a summary and annotations, too.",
      "",
      "Examples:",
      "  ./echospec compare implementations/fleet.yaml --within .",
      "  ./echospec compare fleet.yaml --only go --only rust --case 'close/*'",
      "  ./echospec compare fleet.yaml --baseline earlier/results.json"
    })
final class CompareCommand implements Callable<Integer> {
  /** Columns of tables where there is no terminal. */
  static final int WIDTH = 80;

  private final Console out;
  private final Console err;
  private final List<String> kit;
  private final Optional<GitHubWorkflow> workflow;
  private final PageOpener opener;

  @Spec private CommandSpec spec;
  @Mixin private CaseOptions cases;
  @Mixin private ShardOptions shards;

  @Parameters(
      paramLabel = "FLEET.yaml",
      description = "The servers: name, target or command, and so on (docs/compare.md).")
  private Path file;

  @Mixin private ConsentOption consent;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Only this member or client. May be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--no-pairs",
      description = "Clients and servers are judged by themselves, and do not talk to each other.")
  private boolean withoutPairs;

  @Option(
      names = "--running",
      description =
          "The containers are up already, each on a host of its member's name: a network of"
              + " Docker's.")
  private boolean running;

  @Option(
      names = "--within",
      paramLabel = "DIR",
      description =
          "A folder that dockerfile: and compose: may lead to, beside that of FLEET.yaml.")
  private @Nullable Path within;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "The results.json of an earlier comparison: what has changed since is told.")
  private @Nullable Path baseline;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Members or pairs that run at once, at most (default: one for each processor).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = OptionConverter.Patience.class,
      description =
          "How long a server may be silent while it owes something: 500ms, 2s, 1m (default:"
              + " measured at the start of each run).")
  private @Nullable Duration patience;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/echospec-compare",
      description = "Where the report goes (default: ${DEFAULT-VALUE}).")
  private Path report;

  @Option(
      names = "--open",
      description = "Open comparison.html of the report in the browser of the desktop, at the end.")
  private boolean open;

  /**
   * Creates the command.
   *
   * @param kit the command that runs the kit, for the members' own processes
   * @param workflow that the kit runs in a step of, if it does
   * @param opener of the page
   */
  CompareCommand(
      Console out,
      Console err,
      List<String> kit,
      Optional<GitHubWorkflow> workflow,
      PageOpener opener) {
    this.out = out;
    this.err = err;
    this.kit = kit;
    this.workflow = workflow;
    this.opener = opener;
  }

  @Override
  public Integer call() throws InterruptedException {
    Fleet fleet;
    Optional<Baseline> earlier;
    try {
      fleet = FleetFile.read(file, Optional.ofNullable(within));
      fleet = only.isEmpty() ? fleet : fleet.only(only);
      fleet = running ? fleet.running() : fleet;
      // Before the folder is opened: the baseline may be what the last comparison left there.
      earlier = baseline == null ? Optional.empty() : Optional.of(Baseline.read(baseline));
      fleet = selected(fleet);
    } catch (Malformed | IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (jobs < 1) {
      throw wrong("--jobs takes a number from 1, not " + jobs);
    }
    requireConsent(fleet);
    Part part = shards.members(fleet, cases.isSeeded(), !withoutPairs, sameForAll());
    ComparisonFolder folder;
    try {
      folder = ComparisonFolder.open(report, part.planned());
    } catch (ReportException e) {
      throw wrong(e.getMessage());
    }
    if (part.planned().isEmpty()) {
      out.line("No member of " + fleet.file() + " is in this part: nothing to compare.");
    }
    try (folder) {
      return run(fleet, earlier, part, folder);
    }
  }

  /** Where no case of one kind is selected, the other kind is compared by itself. */
  private Fleet selected(Fleet fleet) {
    if (fleet.clients().isEmpty()) {
      cases.cases();
      return fleet;
    }
    Fleet selected = cases.selects(Catalogue.cases()) ? fleet : fleet.withoutMembers();
    return cases.selects(Catalogue.clientCases()) ? selected : selected.withoutClients();
  }

  private List<String> sameForAll() {
    List<String> words = new ArrayList<>(cases.words(Catalogue.all()));
    // Parts with different seeds are told so.
    words.removeAll(List.of("--seed", Long.toString(cases.seed())));
    return words;
  }

  private int run(Fleet fleet, Optional<Baseline> earlier, Part part, ComparisonFolder folder)
      throws InterruptedException {
    Plan plan =
        new Plan(
            kit,
            options(),
            clientOptions(),
            folder.path().toAbsolutePath().normalize(),
            jobs,
            Optional.ofNullable(patience),
            part,
            new PairRecordings(folder.path()));
    FleetRun run = new FleetRun(fleet, plan, new FleetProgress(out));
    Interruption interruption = Interruption.of(run);
    try {
      run.perform();
      return finish(run.result(KitVersion.text(), cases.seed(), earlier), folder);
    } finally {
      interruption.over();
    }
  }

  private void requireConsent(Fleet fleet) {
    List<CaseInfo> ofServers =
        cases.cases(Catalogue.all()).stream().filter(Catalogue.cases()::contains).toList();
    for (Member member : fleet.members()) {
      StartOptions options = new StartOptions(ReferenceOptions.of(member.profile()));
      consent.require(
          Consent.objection(member.server().target(options), member.profile(), ofServers),
          "member " + member.name() + ": ");
    }
  }

  private List<String> clientOptions() {
    List<String> options = new ArrayList<>(cases.words(Catalogue.clientCases()));
    if (patience != null) {
      options.addAll(List.of("--patience", patience.toMillis() + "ms"));
    }
    return options;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(cases.words(Catalogue.cases()));
    if (consent.isGiven()) {
      options.add(ConsentOption.NAME);
    }
    if (patience != null) {
      options.addAll(List.of("--patience", patience.toMillis() + "ms"));
    }
    return options;
  }

  private int finish(Comparison comparison, ComparisonFolder folder) {
    int status = status(comparison);
    try {
      folder.finish(comparison);
    } catch (ReportException e) {
      err.println("echospec: " + e.getMessage());
      status = ExitCode.FAULT;
    }
    out.line("");
    new ComparisonText(comparison, out.columns(WIDTH)).lines().forEach(out::line);
    out.line("Report: " + folder.path());
    workflow.ifPresent(github -> github.tell(comparison, out, err));
    if (open) {
      opener.open(folder.path().resolve(ComparisonFolder.PAGE));
    }
    return status;
  }

  static int status(Comparison comparison) {
    List<MemberResult> all = comparison.participants();
    boolean fails =
        all.stream()
            .anyMatch(
                one ->
                    one.standing() == ConformanceLevel.DOES_NOT_CONFORM
                        || one.standing() == ConformanceLevel.NOT_AS_EXPECTED);
    if (fails || comparison.interop().count(PairVerdict.UNEXPLAINED) > 0) {
      return ExitCode.DOES_NOT_CONFORM;
    }
    if (all.stream().anyMatch(CompareCommand::isFault)) {
      return ExitCode.FAULT;
    }
    // Whose fault a pair of a part is may be known in another part.
    long open =
        comparison.interop().count(PairVerdict.NOT_RUN)
            + (comparison.part().isPart() ? 0 : comparison.interop().count(PairVerdict.NOT_JUDGED));
    return open == 0
            && comparison.complete()
            && all.stream().allMatch(member -> member.standing().isFine())
        ? ExitCode.CONFORMS
        : ExitCode.NO_TARGET;
  }

  private static boolean isFault(MemberResult member) {
    return member.count(Verdict.ERROR) > 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
