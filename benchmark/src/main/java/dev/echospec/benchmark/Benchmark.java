package dev.echospec.benchmark;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.CommandClient;
import dev.echospec.engine.ClientConformanceRun;
import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Transcript;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.TargetEnvironment;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the kit does in a second, in the same measures as the bare C client beside it. It is the kit
 * itself that is measured: the player, the judge and the way in which a run plays its cases.
 */
public final class Benchmark {
  private static final long MEGABYTE = 1_000_000;
  private static final int MESSAGE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Its payloads have 50 bytes on average. */
  private static final String CASE = "transform/ascii-letters";

  /** In one run of it. */
  private static final int TRIES = 5_000;

  /** Its server echoes at once; messages have up to 100,000 bytes. */
  private static final String CLIENT_CASE = "client/sends";

  /** A quarter of this is the number of its tries. */
  private static final int CLIENT_TRIES = 800;

  /** The start script of the benchmark compiles it. */
  private static final Path CLIENT = Path.of("target", "benchmark", "client");

  /** Until the compiler is done with it. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private static final int WARM_UP_MEGABYTES = 2_000;

  /** It reports by itself; held, because a logger that nobody holds forgets its level. */
  private static final Logger JQWIK = Logger.getLogger("net.jqwik");

  private final InetSocketAddress address;

  private Benchmark(int port) {
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Something that went otherwise than it must for the figure to mean anything. */
  private static final class Spoilt extends RuntimeException {
    private static final long serialVersionUID = 1;

    Spoilt(String message) {
      super(message);
    }
  }

  /**
   * Prints one line, the measure and its figure.
   *
   * @param args {@code conversations PORT SECONDS}, {@code stream PORT MEGABYTES}, {@code tries
   *     PORT SECONDS}, {@code runs PORT SECONDS}, for which the port means nothing, or {@code
   *     verdict PORT 1}
   */
  public static void main(String[] args) {
    int port = args.length == 3 ? number(args[1], 0xffff) : 0;
    int amount = args.length == 3 ? number(args[2], 1_000_000) : 0;
    if (port == 0 || amount == 0) {
      usage();
    }
    JQWIK.setLevel(Level.WARNING);
    Benchmark benchmark = new Benchmark(port);
    try {
      switch (args[0]) {
        case "conversations" ->
            print("conversations_per_second", benchmark.conversations(Duration.ofSeconds(amount)));
        case "stream" -> print("stream_megabytes_per_second", benchmark.stream(amount));
        case "tries" -> print("tries_per_second", benchmark.tries(Duration.ofSeconds(amount)));
        case "runs" -> print("runs_per_second", runsOfAClient(Duration.ofSeconds(amount)));
        case "verdict" -> print("milliseconds_per_verdict", verdict(port).toMillis());
        default -> usage();
      }
    } catch (Spoilt | TargetException e) {
      System.err.println("benchmark: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void usage() {
    System.err.println("usage: benchmark conversations|tries|runs PORT SECONDS");
    System.err.println("       benchmark stream PORT MEGABYTES");
    System.err.println("       benchmark verdict PORT 1");
    System.exit(2);
  }

  /** A whole number from 1 to {@code most}, or 0. */
  private static int number(String text, int most) {
    try {
      int value = Integer.parseInt(text);
      return value < 1 || value > most ? 0 : value;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void print(String measure, double figure) {
    System.out.printf(Locale.ROOT, "%s %.0f%n", measure, figure);
  }

  /** One after the other: connect, send, half-close, read to the end, judge. */
  private double conversations(Duration time) {
    byte[] message = new byte[MESSAGE];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) ('A' + i);
    }
    Script script = Script.conversation(Payload.of(message));
    try (Player player = new Player()) {
      converse(player, script, WARM_UP);
      return converse(player, script, time);
    }
  }

  private double converse(Player player, Script script, Duration time) {
    long start = System.nanoTime();
    long elapsed;
    long done = 0;
    do {
      play(player, script);
      done++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < time.toNanos());
    return perSecond(done, elapsed);
  }

  /** One connection, both ways at once, every byte checked as it arrives. */
  private double stream(int megabytes) {
    try (Player player = new Player()) {
      play(player, stream(1, WARM_UP_MEGABYTES));
      long elapsed = play(player, stream(2, megabytes)).elapsed().toNanos();
      return perSecond(megabytes, elapsed);
    }
  }

  private static Script stream(long seed, int megabytes) {
    return Script.conversation(new Payload.Generated(seed, megabytes * MEGABYTE, Alphabet.ANY));
  }

  private Transcript play(Player player, Script script) {
    Transcript transcript =
        player.play(script, address, Oracle.UPPER, Patience.of(PATIENCE), OnceWrong.END_SOON);
    List<Violation> violations =
        new Judge(Oracle.UPPER).judge(Law.ECHO_AND_CLOSE, script, transcript);
    if (!violations.isEmpty()) {
      throw new Spoilt(violations.get(0).message());
    }
    return transcript;
  }

  /** A case as a run runs it: jqwik draws each script, it is played and judged. */
  private double tries(Duration time) throws TargetException {
    runs(WARM_UP);
    return runs(time);
  }

  /** Runs the case again and again: one run ends after some seconds, whatever was asked for. */
  private double runs(Duration time) throws TargetException {
    long elapsed = 0;
    long done = 0;
    do {
      CaseResult result = run();
      elapsed += result.took().toNanos();
      done += result.tries();
    } while (elapsed < time.toNanos());
    return perSecond(done, elapsed);
  }

  private CaseResult run() throws TargetException {
    CaseInfo info = Catalogue.find(CASE).orElseThrow();
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(info), TRIES, 1, Optional.of(PATIENCE));
    AddressTarget target = new AddressTarget(address.getHostString(), address.getPort(), PATIENCE);
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      CaseResult result = run.result("benchmark").cases().get(0);
      // A slow machine makes fewer tries in the time of a case: these count.
      if (result.verdict() != Verdict.PASS) {
        String reason = result.reason().map(text -> ", " + text).orElse("");
        throw new Spoilt(
            CASE + ": " + result.verdict() + " after " + result.tries() + " tries" + reason);
      }
      return result;
    }
  }

  /** Runs the case of a client again and again; the kit is the server. */
  private static double runsOfAClient(Duration time) throws TargetException {
    runOfACase();
    long elapsed = 0;
    long done = 0;
    do {
      CaseResult result = runOfACase();
      elapsed += result.took().toNanos();
      done += result.tries();
    } while (elapsed < time.toNanos());
    return perSecond(done, elapsed);
  }

  private static CaseResult runOfACase() throws TargetException {
    CaseInfo info = Catalogue.find(CLIENT_CASE).orElseThrow();
    CommandClient client =
        new CommandClient(
            new ClientCall(
                List.of(
                    CLIENT.toAbsolutePath().toString(),
                    ClientCall.HOST,
                    ClientCall.PORT,
                    ClientCall.MESSAGE),
                0,
                Optional.empty()),
            TargetEnvironment.DEFAULT);
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(info), CLIENT_TRIES, 1, Optional.of(PATIENCE));
    try (ClientConformanceRun run =
        new ClientConformanceRun(
            client, OutputMode.CONTAINS, settings, KnownFailures.none(), new RunListener() {})) {
      run.open();
      Launch.execute(run);
      CaseResult result = run.result("benchmark").cases().get(0);
      if (result.verdict() != Verdict.PASS) {
        throw new Spoilt(CLIENT_CASE + ": " + result.verdict());
      }
      return result;
    }
  }

  /** Returns the time of a whole run with its default tries, of a server that conforms. */
  private static Duration verdict(int port) throws TargetException {
    Settings settings =
        new Settings(Profile.CONCURRENT, Catalogue.cases(), Settings.TRIES, 1, Optional.empty());
    AddressTarget target =
        new AddressTarget(InetAddress.getLoopbackAddress().getHostAddress(), port, PATIENCE);
    long began = System.nanoTime();
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      RunResult result = run.result("benchmark");
      if (result.conformance() != RunResult.Conformance.CONFORMS) {
        throw new Spoilt("the C server, which conforms: " + result.conformance());
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static double perSecond(long count, long nanos) {
    return (double) count * TimeUnit.SECONDS.toNanos(1) / nanos;
  }
}
