package dev.echospec.api;

import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.expect.KnownFailuresFile;
import dev.echospec.folder.ReportException;
import dev.echospec.launch.LaunchedRun;
import dev.echospec.option.Consent;
import dev.echospec.option.OptionText;
import dev.echospec.option.ReferenceOptions;
import dev.echospec.option.Selection;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.script.Malformed;
import dev.echospec.server.InProcessTarget;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.StartOptions;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * A run of the kit against one server: describe it, {@link #run} it, read the result.
 *
 * <pre>{@code
 * VerificationResult result =
 *     Verification.of("localhost:10000").cases("stream/*", "close/*").tries(50).run();
 * if (!result.conformance().isGreen()) {
 *   result.cases().forEach(one -> one.failure().ifPresent(log::error));
 * }
 * }</pre>
 *
 * <p>Each method but {@code run} returns this object; it is not for several threads at once, but
 * several verifications may run at the same time. A text or number that makes no sense is an {@link
 * IllegalArgumentException} whose message says what to write; globs are checked by {@link #run}.
 */
public final class Verification {
  private final Function<Profile, Target> server;
  private Profile profile = Profile.CONCURRENT;
  private List<String> cases = List.of();
  private List<String> excluded = List.of();
  private int tries = Settings.TRIES;
  private long seed = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
  private Optional<Duration> patience = Optional.empty();
  private boolean thorough;
  private Optional<Path> knownFailures = Optional.empty();
  private Optional<Path> report = Optional.empty();
  private boolean mine;

  private Verification(Function<Profile, Target> server) {
    this.server = server;
  }

  /**
   * Begins with a server that the command line could name.
   *
   * @param server such as {@code localhost:10000}, {@code command:python3 server.py --port {port}},
   *     {@code docker://my/echo:latest} (with echospec-containers on the class path) or {@code
   *     embedded}
   */
  public static Verification of(String server) {
    ServerSpec spec = ServerSpec.parse(server);
    return new Verification(profile -> spec.target(new StartOptions(ReferenceOptions.of(profile))));
  }

  /**
   * Begins with a server in this process.
   *
   * @param name of the server in reports
   * @param start starts the server and returns the address that it is bound to, when it listens;
   *     called again when it has died, then maybe in another thread
   * @param end ends the server that was started last; its exceptions are ignored
   */
  public static Verification ofInProcess(
      String name, Callable<InetSocketAddress> start, AutoCloseable end) {
    return new Verification(
        profile -> new InProcessTarget(FailureText.IN_PROCESS + name, start, end));
  }

  /** Sets what the server claims to be: sequential, concurrent (the default) or rfc862. */
  public Verification profile(String name) {
    profile = OptionText.profile(name);
    return this;
  }

  /** Sets globs of the cases to run, such as {@code stream/*}; all by default. */
  public Verification cases(String... globs) {
    cases = List.of(globs);
    return this;
  }

  /** Sets globs of cases not to run. */
  public Verification exclude(String... globs) {
    excluded = List.of(globs);
    return this;
  }

  /** Sets the conversations that a case of ordinary cost generates, 1 or more; 200 by default. */
  public Verification tries(int number) {
    tries = OptionText.count(Integer.toString(number));
    return this;
  }

  /** Sets the seed of everything random, to repeat a run; drawn by default. */
  public Verification seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Sets how long the server may be silent while it owes something; measured by default.
   *
   * @param time from 1 ms to 1 h
   */
  public Verification patience(Duration time) {
    patience = Optional.of(OptionText.patience(time.toMillis() + "ms"));
    return this;
  }

  /** Asks for five times the tries, and larger cases. */
  public Verification thorough() {
    thorough = true;
    return this;
  }

  /** Sets the file of known failures (docs/expectations.md), which {@link #run} reads. */
  public Verification knownFailures(Path file) {
    knownFailures = Optional.of(file);
    return this;
  }

  /**
   * Sets the folder for the report: {@code results.json} and a file for each failure, and the other
   * formats of the command line where echospec-cli is on the class path. No file is written by
   * default.
   */
  public Verification report(Path folder) {
    report = Optional.of(folder);
    return this;
  }

  /** States that a server with a public address is yours, or that its owner agrees to the load. */
  public Verification yesThisIsMine() {
    mine = true;
    return this;
  }

  /**
   * Starts the server, runs the cases and ends the server. Takes a minute for a fast server with
   * the default settings, and at most ten for any; an interrupt does not end it.
   *
   * @return the result, also if the server could not be started
   * @throws IllegalArgumentException if a glob matches no case, the file of known failures makes no
   *     sense, the folder is not the kit's, or consent is needed and missing; nothing was sent then
   * @throws UncheckedIOException if the rest of the report cannot be written
   */
  public VerificationResult run() {
    Settings settings =
        new Settings(
            profile,
            new Selection(cases, excluded).cases(),
            tries,
            seed,
            patience,
            thorough,
            Optional.empty());
    KnownFailures known = known();
    Target target = server.apply(profile);
    if (!mine) {
      Consent.objection(target, profile, settings.cases())
          .ifPresent(
              objection -> {
                throw new IllegalArgumentException(objection + ", or call yesThisIsMine()");
              });
    }
    LaunchedRun run;
    try {
      run = LaunchedRun.of(target, settings, known, report);
    } catch (ReportException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return performed(run);
  }

  private static VerificationResult performed(LaunchedRun run) {
    RunResult result;
    try {
      run.open();
      run.execute();
    } catch (TargetException e) {
      // The result tells it.
    } finally {
      result = end(run);
    }
    return VerificationResult.of(result, run.texts());
  }

  private static RunResult end(LaunchedRun run) {
    try {
      return run.end();
    } catch (ReportException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  private KnownFailures known() {
    if (knownFailures.isEmpty()) {
      return KnownFailures.none();
    }
    try {
      return KnownFailuresFile.read(knownFailures.get(), Clock.systemDefaultZone());
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
