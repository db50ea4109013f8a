package dev.echospec.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.echospec.script.ShellWords;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.Resources;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a container that the kit starts and restarts. Closing it removes all that was made
 * for it. If this process is killed before, the next one that starts a container removes it.
 */
public final class ContainerTarget implements Target {
  /** The engine reports the end of a container with a delay. */
  private static final Duration DYING = Duration.ofSeconds(3);

  /** Bound of the wait for a running start before everything is removed. */
  private static final Duration STARTING = Engine.PATIENCE.plusSeconds(5);

  private static final int MILLIS = 1000;

  /** Messages of programs and C libraries for what a confinement refuses. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(?i)not permitted|permission denied|access denied|\\bEPERM\\b|\\bEACCES\\b"
              + "|cannot allocate memory|out of memory|outofmemory|temporarily unavailable"
              + "|\\bcapabilit|privilege");

  private final ContainerSource source;
  private final ContainerOptions options;
  private final boolean published;
  private final ContainerStarter starter;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile boolean closed;
  private volatile @Nullable Thread preparing;
  private volatile @Nullable ContainerWatch watch;
  private volatile @Nullable ContainerInside inside;
  private @Nullable Engine engine;
  private @Nullable InetSocketAddress address;
  private boolean relayed;

  /**
   * Starts nothing yet.
   *
   * @param source what the container is made from
   * @param options how it is started; a service of a compose file uses the port and the confinement
   */
  public ContainerTarget(ContainerSource source, ContainerOptions options) {
    this(source, options, false);
  }

  /** Makes a target that may use a published port even where that is not needed. */
  ContainerTarget(ContainerSource source, ContainerOptions options, boolean published) {
    this.source = source;
    this.options = options;
    this.published = published;
    this.starter =
        source instanceof ContainerSource.ComposeService service
            ? new ComposeStarter(service, options.confinement())
            : new ImageStarter(source, options, published);
  }

  @Override
  public String name() {
    return ShellWords.quoted(source.text()) + options.text();
  }

  @Override
  public void start() throws TargetException {
    lock.lock();
    try {
      forget();
      prepare();
      int since = (int) (System.currentTimeMillis() / MILLIS);
      String container = starter.start(engine);
      watch = new ContainerWatch(engine.client(), container, since);
      InspectContainerResponse seen =
          Engine.within(
              Engine.PATIENCE, () -> engine.client().inspectContainerCmd(container).exec());
      inside = new ContainerInside(engine.client(), container, engine.memoryFor(seen));
      locate(seen);
    } finally {
      lock.unlock();
    }
  }

  /** The first start may take minutes; close interrupts it. */
  private void prepare() throws TargetException {
    preparing = Thread.currentThread();
    try {
      refuseClosed();
      if (engine == null) {
        engine = Engine.find();
      }
      starter.prepare(engine);
    } finally {
      preparing = null;
    }
    refuseClosed();
  }

  private void refuseClosed() throws TargetException {
    if (closed) {
      throw new TargetException("The run was ended before the container was started.");
    }
  }

  private void locate(InspectContainerResponse seen) throws TargetException {
    Optional<InetSocketAddress> own =
        published ? Optional.empty() : engine.ownAddress(seen, options.port());
    Optional<InetSocketAddress> relay = engine.publishedAddress(seen, options.port());
    relayed = own.isEmpty();
    if (own.or(() -> relay).isPresent()) {
      address = own.or(() -> relay).get();
      return;
    }
    if (!Boolean.TRUE.equals(seen.getState().getRunning()) && watch.awaitEnd()) {
      // It has ended and has no address: meet() reports the end and does not connect.
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return;
    }
    throw new TargetException(
        "Port "
            + options.port()
            + " of "
            + source.text()
            + " cannot be reached from here: publish it (in a compose file: ports: [\""
            + options.port()
            + "\"]), or name another with --container-port.");
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<String> death() {
    ContainerWatch current = watch;
    return current == null ? Optional.empty() : current.death();
  }

  @Override
  public Duration dying() {
    return DYING;
  }

  @Override
  public String lastWords() {
    ContainerWatch current = watch;
    return current == null ? "" : current.lastWords();
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public boolean isRelayed() {
    return relayed;
  }

  @Override
  public Optional<Resources> resources() {
    ContainerInside current = inside;
    return current == null ? Optional.empty() : current.resources();
  }

  @Override
  public Optional<String> obstacle(boolean last) {
    ContainerInside current = inside;
    Optional<Listeners> seen = current == null ? Optional.empty() : current.listeners();
    int port = options.port();
    if (seen.isEmpty() || seen.get().isOpen(port)) {
      return Optional.empty();
    }
    if (seen.get().isHidden(port)) {
      return Optional.of(
          "The server listens on port "
              + port
              + ", but only on the container's own 127.0.0.1, where nobody outside the container"
              + " reaches it: make it listen on 0.0.0.0.");
    }
    return last ? Optional.of(elsewhere(seen.get(), port)) : Optional.empty();
  }

  /** A server that lacks a privilege mostly says so; a silent one may lack it, too. */
  @Override
  public Optional<String> hint(String lastWords) {
    boolean may =
        lastWords.isBlank()
            || death().filter(how -> how.contains("out of memory")).isPresent()
            || REFUSED.matcher(lastWords).find();
    return Optional.of(options.confinement().inWords()).filter(words -> may && !words.isEmpty());
  }

  private static String elsewhere(Listeners seen, int port) {
    return "Nothing listens on port "
        + port
        + " in the container"
        + seen.elsewhere().map(where -> ": the server listens " + where).orElse("")
        + ". "
        + seen.firstOpen()
            .map(open -> "Say --container-port " + open + ", or make it listen on " + port + ".")
            .orElse("Make the server listen on 0.0.0.0:" + port + ".");
  }

  /** Drops the observers of the container that ran until now. */
  private void forget() {
    ContainerWatch current = watch;
    watch = null;
    inside = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void stop() {
    // An interrupt asks for the end of the run, and so of the container, too.
    boolean interrupted = Thread.interrupted();
    boolean ours = false;
    try {
      ours = lock.tryLock(STARTING.toMillis(), TimeUnit.MILLISECONDS);
      forget();
      if (engine != null) {
        starter.end(engine);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (TargetException e) {
      // The engine does not answer: the sweep of the next run removes what is left.
    } finally {
      if (ours) {
        lock.unlock();
      }
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
    stop();
  }
}
