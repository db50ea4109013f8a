package dev.echospec.folder;

import dev.echospec.engine.RunListener;
import dev.echospec.file.IoErrors;
import dev.echospec.file.OutputFolder;
import dev.echospec.folder.RunFormats.RunByNow;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureFile;
import dev.echospec.result.FailureText;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the report of a run. It is made and tried before the run, belongs to the run until
 * that ends, and holds at any moment what is known by then, whole: a run that is killed leaves a
 * report too.
 */
public final class ReportFolder implements AutoCloseable {
  /** Name of the file that is for people, where the formats of the command line are found. */
  public static final String PAGE = "report.html";

  private static final String RESULTS = ResultsFile.NAME;

  /**
   * The page takes longer to make than all else: it is not made anew for every case that passes.
   */
  private static final long PAGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final List<ReportFormat<RunByNow>> FORMATS =
      Stream.concat(
              Stream.of(
                  new ReportFormat<RunByNow>(
                      RESULTS,
                      Pattern.compile("^\\s*\\{\\s*\"format\"\\s*:\\s*\"results/"),
                      run -> ResultsFile.of(run.result(), run.complete()).text())),
              RunFormats.find().stream())
          .toList();

  /** How a failure file begins, in any version. */
  public static final Pattern OUR_FAILURE =
      Pattern.compile("^\\s*\\{\\s*\"echospec\"\\s*:\\s*\"failure/");

  private final OutputFolder folder;
  private final Path path;

  private ReportFolder(OutputFolder folder) {
    this.folder = folder;
    this.path = folder.path();
  }

  /**
   * Makes the folder if it is not there, checks that it can be written to and that no other run
   * writes to it, and removes what an earlier run left in it. Everything else in it stays.
   *
   * @param path where
   * @return the folder, which no other run can use until it is finished or closed
   * @throws ReportException if it cannot be used
   */
  public static ReportFolder open(Path path) throws ReportException {
    return new ReportFolder(claim(path, () -> earlier(path)));
  }

  /** Finds the files of an earlier run. */
  public interface Earlier {
    List<Path> files() throws IOException, OutputFolder.Refused;
  }

  /**
   * Opens a folder and removes what an earlier run left, once all of that is known to be the kit's.
   *
   * @param path where
   * @param earlier finds it
   * @return the folder, to be closed
   * @throws ReportException if it cannot be used
   */
  public static OutputFolder claim(Path path, Earlier earlier) throws ReportException {
    try {
      OutputFolder folder = OutputFolder.open(path);
      try {
        for (Path file : earlier.files()) {
          Files.delete(file);
        }
        return folder;
      } catch (IOException | OutputFolder.Refused e) {
        folder.close();
        throw e;
      }
    } catch (OutputFolder.Refused e) {
      throw new ReportException(e.getMessage());
    } catch (IOException e) {
      throw cannot(path, e);
    }
  }

  /**
   * Finds what an earlier run left in a folder.
   *
   * @param path of a folder that is there
   * @throws OutputFolder.Refused if a file of a name that a run uses is not the kit's
   */
  public static List<Path> earlier(Path path) throws IOException, OutputFolder.Refused {
    List<Path> earlier = ReportFormat.earlier(path, FORMATS);
    for (CaseInfo info : Catalogue.all()) {
      ReportFormat.isOurs(path.resolve(FailureFile.name(info.id())), OUR_FAILURE);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.json")) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && ReportFormat.begins(file, OUR_FAILURE)) {
          earlier.add(file);
        }
      }
    }
    return earlier;
  }

  /** Returns the path of the folder. */
  public Path path() {
    return path;
  }

  /**
   * Writes down what becomes of each case as soon as it has ended. What cannot be written then is
   * tried again, and complained of, by {@link #finish}.
   *
   * @param begun the run, without any case
   * @return what has to listen to the run
   */
  public RunListener follow(RunResult begun) {
    return new Follower(begun);
  }

  /**
   * Writes the whole report, and releases the folder.
   *
   * @param result of the run
   * @throws ReportException if something could not be written
   */
  public void finish(RunResult result) throws ReportException {
    try {
      for (CaseResult one : result.cases()) {
        writeFailure(one, result);
      }
      RunByNow run = run(result, result.isComplete());
      for (ReportFormat<RunByNow> format : FORMATS) {
        format.write(folder, run);
      }
    } catch (IOException e) {
      throw cannot(path, e);
    } finally {
      close();
    }
  }

  private RunByNow run(RunResult result, boolean complete) {
    FailureText failures =
        new FailureText(result.profile().oracle(), result.target(), Optional.of(path));
    return new RunByNow(result, complete, failures);
  }

  /** Releases the folder: another run may use it. */
  @Override
  public void close() {
    folder.close();
  }

  private void writeFailure(CaseResult one, RunResult run) throws IOException {
    if (one.failure().isPresent()) {
      folder.write(
          FailureFile.name(one.info().id()),
          FailureFile.write(one, run.profile().oracle().transform(), run.target()));
    }
  }

  /** Returns the error of a folder that cannot be written to. */
  public static ReportException cannot(Path path, IOException e) {
    return new ReportException(
        "the report cannot be written to " + path + ": " + IoErrors.inWords(e));
  }

  /** Keeps the results by now. */
  private final class Follower implements RunListener {
    private final RunResult begun;
    private final Map<String, CaseResult> cases = new LinkedHashMap<>();
    private Optional<RunResult.Facts> facts = Optional.empty();
    private long pageAt;

    Follower(RunResult begun) {
      this.begun = begun;
    }

    @Override
    public void ready(RunResult.Facts found) {
      facts = Optional.of(found);
      writeDown(true);
    }

    @Override
    public void caseEnded(CaseResult result) {
      cases.put(result.info().id(), result);
      try {
        writeFailure(result, begun);
      } catch (IOException e) {
        // finish() meets the same trouble and reports it; the run itself can go on.
      }
      writeDown(result.failure().isPresent() || System.nanoTime() - pageAt > PAGE_NANOS);
    }

    private void writeDown(boolean withPage) {
      Duration took = Duration.between(begun.started(), Instant.now());
      RunResult byNow =
          new RunResult(
                  begun.version(),
                  begun.target(),
                  begun.profile(),
                  begun.seed(),
                  begun.started(),
                  took,
                  facts,
                  List.copyOf(cases.values()),
                  begun.error())
              .planned(begun.shard());
      try {
        RunByNow run = run(byNow, false);
        for (ReportFormat<RunByNow> format : FORMATS) {
          if (format.name().equals(RESULTS) || withPage && format.name().equals(PAGE)) {
            format.write(folder, run);
          }
        }
        pageAt = withPage ? System.nanoTime() : pageAt;
      } catch (IOException e) {
        // As above.
      }
    }
  }
}
