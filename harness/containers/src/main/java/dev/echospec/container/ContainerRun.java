package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.AttachContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.WaitResponse;
import dev.echospec.client.play.Capture;
import dev.echospec.client.play.Captured;
import dev.echospec.client.play.ClientRun;
import dev.echospec.server.LinuxProc;
import dev.echospec.server.Tail;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of a client in a container of its own. Its output is read from before its start. */
final class ContainerRun implements ClientRun {
  private static final int MOST_KEPT = 4 << 20;

  /** Bound of the wait for the connection that carries input and output. */
  private static final int ATTACHING_SECONDS = 20;

  /** No process outlives the first one of a container, so the end of the output comes with it. */
  private static final int OUTPUT_SECONDS = 2;

  /** Bound of the removal of a client that has not ended. */
  private static final Duration ENDING = Duration.ofSeconds(8);

  private static final int KILLED = 137;

  private final DockerClient client;
  private final String container;
  private final Runnable ended;
  private final Consumer<ContainerRun> over;
  private final Capture stdout = new Capture(MOST_KEPT);
  private final Tail stderr = new Tail();
  private final Output output = new Output();
  private final End end = new End();
  private volatile @Nullable Integer status;
  private volatile String note = "";
  private @Nullable Optional<ProcessHandle> first;

  private ContainerRun(
      DockerClient client, String container, Runnable ended, Consumer<ContainerRun> over) {
    this.client = client;
    this.container = container;
    this.ended = ended;
    this.over = over;
  }

  /**
   * Starts a container.
   *
   * @param container created, with an open standard input if there is any
   * @param input its standard input, which then ends; empty for none
   * @param ended is called once it has ended
   * @param over is called when a client that has ended is not looked at any more: then its
   *     container is to be removed
   * @throws DockerException if it cannot be started; the container is removed then
   */
  static ContainerRun begin(
      DockerClient client,
      String container,
      Optional<byte[]> input,
      Runnable ended,
      Consumer<ContainerRun> over)
      throws InterruptedException, TargetException {
    ContainerRun run = new ContainerRun(client, container, ended, over);
    boolean begun = false;
    try {
      run.attach(input);
      client.startContainerCmd(container).exec();
      client.waitContainerCmd(container).exec(run.end);
      begun = true;
      return run;
    } finally {
      if (!begun) {
        run.remove();
      }
    }
  }

  private void attach(Optional<byte[]> input) throws InterruptedException, TargetException {
    attached().withStdOut(true).withStdErr(true).exec(output);
    boolean ready = output.awaitStarted(ATTACHING_SECONDS, TimeUnit.SECONDS);
    if (input.isPresent()) {
      // By a connection of its own: the engine's client cannot end one direction of a connection.
      ContainerInput feed = new ContainerInput(input.get());
      attached().withStdIn(feed.stream()).exec(feed);
      ready &= feed.awaitStarted(ATTACHING_SECONDS, TimeUnit.SECONDS);
    }
    if (!ready) {
      throw new TargetException("The Docker engine does not connect to the container's streams.");
    }
  }

  private AttachContainerCmd attached() {
    return client.attachContainerCmd(container).withFollowStream(true);
  }

  private final class Output extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      byte[] bytes = frame.getPayload();
      if (frame.getStreamType() == StreamType.STDERR) {
        stderr.keep(bytes, bytes.length);
      } else {
        stdout.write(bytes, 0, bytes.length);
      }
    }

    @Override
    public void onError(Throwable e) {
      // What was read stays.
      onComplete();
    }
  }

  private final class End extends ResultCallback.Adapter<WaitResponse> {
    @Override
    public void onNext(WaitResponse response) {
      status = response.getStatusCode();
      ended.run();
    }

    @Override
    public void onError(Throwable e) {
      // The engine stopped reporting: the client seems to run on, until its time is over.
    }
  }

  @Override
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /** Returns the processes; none where the engine's process numbers mean nothing. */
  private synchronized Stream<ProcessHandle> processes() {
    if (first == null) {
      first = firstProcess();
    }
    return first.stream().flatMap(one -> Stream.concat(Stream.of(one), one.descendants()));
  }

  private Optional<ProcessHandle> firstProcess() {
    try {
      Long pid = client.inspectContainerCmd(container).exec().getState().getPidLong();
      return Optional.ofNullable(pid)
          .filter(
              number ->
                  LinuxProc.of(number)
                      .text("cgroup")
                      .filter(text -> text.contains(container))
                      .isPresent())
          .flatMap(ProcessHandle::of);
    } catch (DockerException e) {
      // It has ended.
      return Optional.empty();
    }
  }

  @Override
  public Optional<Duration> processorTime() {
    return processes()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration::plus);
  }

  @Override
  public Duration waitedForProcessor() {
    return processes()
        .map(process -> LinuxProc.of(process.pid()).waitedForProcessor())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public void end() {
    boolean byItself = status != null;
    if (!byItself) {
      try {
        Engine.within(
            ENDING,
            () -> {
              remove();
              return null;
            });
      } catch (TargetException e) {
        // The client's sweep tries again.
      }
    }
    try {
      output.awaitCompletion(OUTPUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (byItself) {
      note = status == KILLED && isOutOfMemory() ? "killed: out of memory" : "";
      over.accept(this);
    }
    try {
      end.close();
      output.close();
    } catch (IOException e) {
      // Closing only ends connections to the engine.
    }
  }

  private boolean isOutOfMemory() {
    try {
      ContainerState state = client.inspectContainerCmd(container).exec().getState();
      return Boolean.TRUE.equals(state.getOOMKilled());
    } catch (DockerException e) {
      return false;
    }
  }

  /** Ends and removes the container; returns when it is gone, or after 20 s. */
  void remove() {
    Leftovers.remove(client, container);
  }

  @Override
  public Captured stdout() {
    return stdout.captured();
  }

  @Override
  public String stderr() {
    return Stream.of(stderr.text(), note)
        .filter(text -> !text.isEmpty())
        .reduce((text, more) -> text + "\n" + more)
        .orElse("");
  }
}
