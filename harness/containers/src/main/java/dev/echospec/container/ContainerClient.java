package dev.echospec.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ClientRun;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.script.Host;
import dev.echospec.script.ShellWords;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A client in containers: each run is one of its own, in the network of the kit, with an init as
 * its first process. Decision 28 has the reasons.
 */
final class ContainerClient implements ClientUnderTest {
  /** Label that tells the containers of one client from all others. */
  private static final String CLIENT = "dev.echospec.client";

  /** Bound of the wait for starts that are under way before everything is removed. */
  private static final Duration STARTING = Engine.PATIENCE.plusSeconds(5);

  /** Bound of the wait for removals that are under way. */
  private static final Duration REMOVING = Duration.ofSeconds(10);

  private final ContainerSource source;
  private final ContainerOptions options;
  private final ClientCall call;
  private final String mark = UUID.randomUUID().toString();

  /** Read by starts, written by {@link #close}: no container may come after it. */
  private final ReentrantReadWriteLock starts = new ReentrantReadWriteLock();

  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "echospec: removes containers of the client");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean closed;
  private volatile @Nullable Thread preparing;
  private volatile @Nullable Prepared prepared;
  private volatile boolean mayLackItsProgram;
  private volatile boolean hasItsProgram;

  /** What all runs have in common. */
  private record Prepared(Engine engine, String image, String network) {}

  /**
   * Starts nothing yet.
   *
   * @param source an image, or a Dockerfile
   * @param options environment and confinement
   * @param call what the client is told
   */
  ContainerClient(ContainerSource source, ContainerOptions options, ClientCall call) {
    this.source = source;
    this.options = options;
    this.call = call;
  }

  @Override
  public String name() {
    return (call.options() + ShellWords.quoted(source.text()) + options.text()).strip()
        + (call.words().isEmpty() ? "" : " -- " + ShellWords.line(call.words()));
  }

  @Override
  public Messages messages() {
    return call.messages();
  }

  @Override
  public Optional<byte[]> fixedMessage() {
    return call.fixedMessage();
  }

  @Override
  public int fixedPort() {
    return call.port();
  }

  @Override
  public List<Host> hosts() {
    return call.hosts();
  }

  @Override
  public boolean hasStderr() {
    return true;
  }

  @Override
  public void prepare() throws TargetException {
    ready();
  }

  /** The first call may take minutes; close interrupts it. */
  private synchronized Prepared ready() throws TargetException {
    Prepared known = prepared;
    if (known != null) {
      return known;
    }
    preparing = Thread.currentThread();
    try {
      refuseClosed();
      Engine engine = Engine.find();
      String network = Engine.within(Engine.PATIENCE, engine::networkOfThisProcess);
      known = new Prepared(engine, new ImageSupply(engine).of(source), network);
      prepared = known;
      return known;
    } finally {
      preparing = null;
    }
  }

  private void refuseClosed() throws TargetException {
    if (closed) {
      throw new TargetException("The run was ended before the container was started.");
    }
  }

  @Override
  public ClientRun start(InetSocketAddress server, byte[] message, String caseId, Runnable ended)
      throws IOException {
    try {
      Prepared all = ready();
      if (mayLackItsProgram && !hasItsProgram) {
        prove(all, server, message, caseId);
      }
      return begun(all, server, message, caseId, ended);
    } catch (TargetException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ClientRun begun(
      Prepared all, InetSocketAddress server, byte[] message, String caseId, Runnable ended)
      throws TargetException {
    boolean takesInput = call.messages() == Messages.ANY;
    starts.readLock().lock();
    try {
      refuseClosed();
      return Engine.within(
          Engine.PATIENCE,
          () -> {
            String container =
                created(all, server, message, caseId, true)
                    .withStdinOpen(takesInput)
                    .exec()
                    .getId();
            return ContainerRun.begin(
                all.engine().client(),
                container,
                takesInput ? Optional.of(message) : Optional.empty(),
                ended,
                this::over);
          });
    } catch (TargetException e) {
      throw notStarted(e);
    } finally {
      starts.readLock().unlock();
    }
  }

  private TargetException notStarted(TargetException e) {
    return new TargetException(
        "The container of " + source.text() + " cannot be started. " + e.getMessage());
  }

  private void over(ContainerRun run) {
    mayLackItsProgram |= run.status().filter(status -> status == 126 || status == 127).isPresent();
    try {
      removals.execute(() -> removed(run));
    } catch (RejectedExecutionException e) {
      // It is closed: the sweep finds the container.
    }
  }

  private static void removed(ContainerRun run) {
    try {
      run.remove();
    } catch (RuntimeException e) {
      // The engine does not answer: the sweep tries again.
    }
  }

  /**
   * Starts the client without an init, of which the engine says whether it has a program at all: an
   * init starts, and then ends with a status that the client might have.
   */
  private void prove(Prepared all, InetSocketAddress server, byte[] message, String caseId)
      throws TargetException {
    try {
      Engine.within(
          Engine.PATIENCE,
          () -> {
            String container = created(all, server, message, caseId, false).exec().getId();
            try {
              all.engine().client().startContainerCmd(container).exec();
            } finally {
              Leftovers.remove(all.engine().client(), container);
            }
            return null;
          });
    } catch (TargetException e) {
      throw notStarted(e);
    }
    hasItsProgram = true;
  }

  private CreateContainerCmd created(
      Prepared all, InetSocketAddress server, byte[] message, String caseId, boolean init) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withNetworkMode(all.network())
            // Its output is read as it comes, and kept nowhere.
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    if (init && !options.confinement().unconfined()) {
      host.withInit(true);
    }
    ImageStarter.confine(host, options.confinement());
    List<String> environment = new ArrayList<>();
    options.env().forEach((name, value) -> environment.add(name + "=" + value));
    environment.add(CASE + "=" + caseId);
    CreateContainerCmd command =
        all.engine()
            .client()
            .createContainerCmd(all.image())
            .withHostConfig(host)
            .withLabels(Map.of(Owner.LABEL, Owner.self().label(), CLIENT, mark))
            .withEnv(environment)
            .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withStdInOnce(true);
    if (!call.words().isEmpty()) {
      command.withCmd(call.words(server, message));
    }
    return command;
  }

  @Override
  public void sweep() {
    Prepared all = prepared;
    if (all == null) {
      return;
    }
    // An interrupt asks for the end of the run, and so of its containers, too.
    boolean interrupted = Thread.interrupted();
    try {
      Engine.within(
          Engine.PATIENCE,
          () -> {
            for (Container left : Leftovers.labelled(all.engine().client(), CLIENT + "=" + mark)) {
              Leftovers.remove(all.engine().client(), left.getId());
            }
            return null;
          });
    } catch (TargetException e) {
      // The engine does not answer: the sweep of the next run removes what is left.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread waiting = preparing;
    if (waiting != null && waiting != Thread.currentThread()) {
      waiting.interrupt();
    }
    removals.shutdown();
    boolean ours = false;
    try {
      removals.awaitTermination(REMOVING.toMillis(), TimeUnit.MILLISECONDS);
      ours = starts.writeLock().tryLock(STARTING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (ours) {
        starts.writeLock().unlock();
      }
    }
    sweep();
  }
}
