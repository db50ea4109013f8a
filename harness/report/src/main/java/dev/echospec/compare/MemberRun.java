package dev.echospec.compare;

import dev.echospec.result.KnownFailure;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.server.ProcessTree;
import dev.echospec.server.Watchdog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The run of one member, in a process of its own: jqwik cannot run twice at once in one virtual
 * machine, and what goes wrong with one member must not touch the others.
 */
final class MemberRun {
  /** Names the environment variable that marks all processes of a member's run. */
  private static final String MARK = "ECHOSPEC_MEMBER";

  /** Variables by which a run recognises a GitHub workflow. */
  private static final List<String> WORKFLOW = List.of("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY");

  private static final long POLL_MILLIS = 100;

  /** A run that is asked to end takes some seconds to write its report and end its target. */
  private static final int ASKED_SECONDS = 20;

  /** The line of the first entry in the file with the known failures. */
  private static final int FIRST_ENTRY = 2;

  private static final int LAST_LINES = 8;
  private static final int LONGEST_LOG = 64 << 10;

  private final Fleet fleet;
  private final Participant member;
  private final Plan plan;
  private final BooleanSupplier stopped;
  private final String folder;
  private final MemberFolder files;

  MemberRun(Fleet fleet, Participant member, Plan plan, BooleanSupplier stopped) {
    this.fleet = fleet;
    this.member = member;
    this.plan = plan;
    this.stopped = stopped;
    this.files = MemberFolder.of(plan.folder(), member.name());
    this.folder = files.name();
  }

  /** How the process came to its end. */
  private record End(Optional<Integer> status, Optional<String> cut) {}

  /** Runs the member and returns its result, also when the run fails. */
  MemberResult perform() throws InterruptedException {
    try {
      files.prepare();
      return result(run(), lastLines());
    } catch (IOException e) {
      return notRun("its run could not be started: " + e.getMessage());
    }
  }

  private End run() throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(fleet.folder().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.console().toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(files.stderr().toFile()));
    builder.environment().put(MARK, mark);
    // The comparison reports to the workflow, not each member's run.
    WORKFLOW.forEach(builder.environment()::remove);
    Process process = builder.start();
    ProcessTree tree = new ProcessTree(process, MARK, mark);
    Optional<Watchdog> watchdog = Watchdog.over(MARK + "=" + mark);
    try {
      return await(process);
    } finally {
      // Also what is left of a run that something else killed.
      tree.end();
      watchdog.ifPresent(Watchdog::close);
    }
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>(plan.kit());
    boolean isClient = member instanceof FleetClient;
    command.addAll(List.of(isClient ? "client" : "verify", "--report", files.path().toString()));
    command.addAll(isClient ? plan.clientOptions() : plan.options());
    command.addAll(member.arguments(expectations()));
    return command;
  }

  /** Writes the known failures to a file of their own, one entry a line. */
  private Optional<Path> expectations() throws IOException {
    if (member.known().isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("known-failures:\n");
    for (KnownFailure known : member.known()) {
      ObjectNode entry = JsonText.object().put("case", known.glob()).put("reason", known.reason());
      ArrayNode words = entry.putArray("words");
      known.words().forEach(words::add);
      known.until().ifPresent(until -> entry.put("until", until.toString()));
      text.append("- ").append(JsonText.line(entry)).append('\n');
    }
    return Optional.of(files.expected(text.toString()));
  }

  /** Returns what is out of date in the list of known failures, at its line of the fleet file. */
  private String surprise(ResultsFile.StaleEntry stale) {
    int line = member.known().get(stale.line() - FIRST_ENTRY).line();
    return fleet.file() + " line " + line + ", " + stale.glob() + ": " + stale.message();
  }

  private End await(Process process) throws InterruptedException {
    long began = System.nanoTime();
    Duration limit = member.isContainer() ? plan.meeting().plus(Plan.MAKING) : plan.meeting();
    boolean met = false;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (stopped.getAsBoolean()) {
        ask(process);
        return new End(Optional.empty(), Optional.of("the comparison was interrupted"));
      }
      Optional<Duration> bound = met ? Optional.empty() : bound();
      if (bound.isPresent()) {
        met = true;
        limit = Duration.ofNanos(System.nanoTime() - began).plus(bound.get()).plus(plan.grace());
      }
      if (System.nanoTime() - began > limit.toNanos()) {
        ask(process);
        return new End(
            Optional.empty(),
            Optional.of("its run did not end within " + limit.toSeconds() + " s and was ended"));
      }
    }
    return new End(Optional.of(process.exitValue()), Optional.empty());
  }

  private Optional<Duration> bound() {
    return report().flatMap(r -> r.results().facts()).map(facts -> facts.facts().bound());
  }

  private Optional<MemberReport> report() {
    return MemberReport.read(files.path(), folder, fleet.replayed(member));
  }

  /** Ends the run, which has some seconds to write its report. */
  private static void ask(Process process) throws InterruptedException {
    process.destroy();
    process.waitFor(ASKED_SECONDS, TimeUnit.SECONDS);
  }

  private String lastLines() {
    Path file = files.complaints();
    try (var in = Files.newInputStream(file)) {
      long size = Files.size(file);
      in.skipNBytes(Math.max(0, size - LONGEST_LOG));
      List<String> lines =
          new String(in.readNBytes(LONGEST_LOG), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private MemberResult result(End end, String log) {
    Optional<MemberReport> report = report();
    if (report.isEmpty()) {
      return result(
          report,
          ConformanceLevel.NOT_RUN,
          end.cut()
              .or(() -> complaint(log))
              .or(() -> end.status().map(status -> "its run exited with status " + status)),
          log);
    }
    Optional<String> problem =
        end.cut()
            .or(report.get().results()::error)
            .or(() -> fault(report.get()))
            .or(() -> undecided(report.get()))
            .or(
                () ->
                    report.get().results().complete()
                        ? Optional.empty()
                        : end.status().map(s -> "its run broke off with status " + s));
    return result(report, standing(report.get(), problem), problem, problem.isEmpty() ? "" : log);
  }

  /** Returns the one line in which the run said why it could not begin. */
  private static Optional<String> complaint(String log) {
    return log.lines()
        .filter(line -> line.startsWith("echospec: "))
        .map(line -> line.substring("echospec: ".length()))
        .findFirst();
  }

  private static Optional<String> fault(MemberReport report) {
    List<CellResult> cells = report.cells();
    Optional<String> fault =
        cells.stream()
            .filter(cell -> cell.verdict() == Verdict.ERROR)
            .map(cell -> cell.caseId() + ": " + cell.entry().reason().orElse("a fault of the kit"))
            .findFirst();
    boolean nothing =
        !cells.isEmpty() && cells.stream().allMatch(cell -> cell.verdict() == Verdict.SKIP);
    return nothing ? Optional.of("every case was skipped") : fault;
  }

  private static Optional<String> undecided(MemberReport report) {
    return report.results().verdict() == Conformance.UNDECIDED
        ? Optional.of("nothing failed, but time was up before every MUST could be judged")
        : Optional.empty();
  }

  private static ConformanceLevel standing(MemberReport report, Optional<String> problem) {
    return switch (report.results().verdict()) {
      case DOES_NOT_CONFORM -> ConformanceLevel.DOES_NOT_CONFORM;
      case NOT_AS_EXPECTED ->
          problem.isEmpty() ? ConformanceLevel.NOT_AS_EXPECTED : ConformanceLevel.NOT_JUDGED;
      case KNOWN_FAILURES ->
          problem.isEmpty() ? ConformanceLevel.FAILS_AS_EXPECTED : ConformanceLevel.NOT_JUDGED;
      case CONFORMS -> {
        boolean warned =
            report.cells().stream()
                .anyMatch(cell -> cell.verdict() == Verdict.WARN && !cell.isKnown());
        ConformanceLevel standing =
            warned ? ConformanceLevel.CONFORMS_WITH_WARNINGS : ConformanceLevel.CONFORMS;
        yield problem.isEmpty() ? standing : ConformanceLevel.NOT_JUDGED;
      }
      case UNDECIDED, NOTHING_TO_JUDGE, ERROR ->
          report.results().facts().isEmpty()
              ? ConformanceLevel.NOT_RUN
              : ConformanceLevel.NOT_JUDGED;
    };
  }

  /** Returns the result of a member whose run never started. */
  MemberResult notRun(String problem) {
    return result(Optional.empty(), ConformanceLevel.NOT_RUN, Optional.of(problem), "");
  }

  private MemberResult result(
      Optional<MemberReport> report,
      ConformanceLevel standing,
      Optional<String> problem,
      String log) {
    return new MemberResult(
        member.name(),
        report.map(r -> r.results().target()).orElseGet(() -> fleet.replayed(member)),
        member.profile(),
        standing,
        problem,
        log,
        report.map(r -> r.results().surprises()).orElse(List.of()).stream()
            .map(this::surprise)
            .toList(),
        report.flatMap(r -> r.results().facts()).map(ResultsFile.FactsEntry::facts),
        Duration.ofMillis(report.map(r -> r.results().millis()).orElse(0L)),
        report.map(MemberReport::cells).orElse(List.of()),
        folder);
  }
}
