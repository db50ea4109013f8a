package dev.echospec.engine;

import dev.echospec.client.judge.ClientJudge;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.script.ServerScript;
import dev.echospec.judge.Oracle;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.result.Failure;
import dev.echospec.server.TargetException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Plays a failing run of a client again. */
public final class ClientReplay implements AutoCloseable {
  /** A client may have a time-out of its own, which is not known here. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final ClientUnderTest client;
  private final ClientBench bench;
  private final ClientPatience patience;

  /**
   * Starts nothing yet.
   *
   * @param client closed by this replay
   * @param patience empty for 12 s
   */
  public ClientReplay(
      ClientUnderTest client, OutputMode mode, Oracle oracle, Optional<Duration> patience) {
    this.client = client;
    this.bench = new ClientBench(client, new ClientJudge(mode, oracle), () -> false);
    this.patience = new ClientPatience(patience.orElse(PATIENCE));
  }

  /**
   * Runs the client once.
   *
   * @return what was seen, with the violations, of which there may be none; empty if the client
   *     cannot be told what the run needs
   * @throws TargetException if it cannot be started; for the user
   */
  public Optional<Failure> play(ClientFailureFile file) throws TargetException {
    ServerScript script = file.script();
    if (!bench.inputs().fit(script).equals(script)) {
      return Optional.empty();
    }
    client.prepare();
    try {
      return bench
          .play(script, file.law(), file.caseId(), patience)
          .map(seen -> ClientFailures.of(seen, 0, script.message().length()));
    } catch (UncheckedIOException e) {
      throw new TargetException(e.getCause().getMessage());
    }
  }

  @Override
  public void close() {
    bench.close();
  }
}
