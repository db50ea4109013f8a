package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.WaitResponse;
import dev.echospec.server.ExitStatus;
import dev.echospec.server.Tail;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows the output of a container and waits for its end. */
final class ContainerWatch implements AutoCloseable {
  /** Bound of the wait for the last output of an ended container. */
  private static final int LAST_WORDS_MILLIS = 2000;

  /** Bound of the wait for the report of an end that has happened. */
  private static final int ENDING_SECONDS = 20;

  private final DockerClient client;
  private final String container;
  private final Tail stderr = new Tail();
  private final Tail stdout = new Tail();
  private final Logs logs;
  private final End end;
  private volatile @Nullable String death;

  /**
   * Begins to follow a container.
   *
   * @param client of the engine
   * @param container its id
   * @param since output before that is ignored; in seconds since 1970
   */
  ContainerWatch(DockerClient client, String container, int since) {
    this.client = client;
    this.container = container;
    logs =
        client
            .logContainerCmd(container)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(true)
            .withTailAll()
            .withSince(since)
            .exec(new Logs());
    end = client.waitContainerCmd(container).exec(new End());
  }

  private final class Logs extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      (frame.getStreamType() == StreamType.STDERR ? stderr : stdout)
          .keep(frame.getPayload(), frame.getPayload().length);
    }

    @Override
    public void onComplete() {
      super.onComplete();
      over();
    }

    @Override
    public void onError(Throwable e) {
      // Without logs only the last words are missing.
      over();
    }

    private void over() {
      stderr.end();
      stdout.end();
    }
  }

  private final class End extends ResultCallback.Adapter<WaitResponse> {
    @Override
    public void onNext(WaitResponse response) {
      death = words(response.getStatusCode());
    }

    @Override
    public void onError(Throwable e) {
      // The engine stopped reporting: missing answers still show the end.
    }
  }

  private String words(int status) {
    try {
      InspectContainerResponse.ContainerState state =
          client.inspectContainerCmd(container).exec().getState();
      if (Boolean.TRUE.equals(state.getOOMKilled())) {
        return "was killed: out of memory";
      }
    } catch (RuntimeException e) {
      // It is removed: only its status is known.
    }
    return ExitStatus.words(status);
  }

  /** Returns how it ended, such as "exited with status 1"; empty while it runs. */
  Optional<String> death() {
    return Optional.ofNullable(death);
  }

  /** Waits until {@link #death} knows the end of a container that has ended; false after 20 s. */
  boolean awaitEnd() {
    try {
      return end.awaitCompletion(ENDING_SECONDS, TimeUnit.SECONDS) && death != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns the last output on stderr, or on stdout if stderr is empty. */
  String lastWords() {
    if (death != null) {
      stderr.awaitEnd(LAST_WORDS_MILLIS);
    }
    String text = stderr.text();
    return text.isEmpty() ? stdout.text() : text;
  }

  @Override
  public void close() {
    try {
      end.close();
      logs.close();
    } catch (IOException e) {
      // Closing only ends connections to the engine.
    }
  }
}
