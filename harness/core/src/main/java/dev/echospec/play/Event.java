package dev.echospec.play;

import java.time.Duration;

/**
 * Something that the player observed while it played a script.
 *
 * <p>Each event carries the index of the step that was being played (after the last step: the
 * number of steps), the connection, and the time since the play began.
 */
public sealed interface Event {
  /** Returns the index of the step in the script, from 0. */
  int step();

  /** Returns the number of the connection. */
  int connection();

  /** Returns the time since the play began. */
  Duration at();

  /**
   * Returns the same event shifted behind an earlier play.
   *
   * @param steps number of steps played before
   * @param connections how many connection numbers were used before
   * @param time duration of the earlier play
   */
  Event after(int steps, int connections, Duration time);

  /** The connection was established. */
  record Connected(int step, int connection, Duration at) implements Event {
    @Override
    public Connected after(int steps, int connections, Duration time) {
      return new Connected(steps + step, connections + connection, time.plus(at));
    }
  }

  /**
   * The connection was not established.
   *
   * @param why how the connect failed
   */
  record NotConnected(int step, int connection, Duration at, Why why) implements Event {
    @Override
    public NotConnected after(int steps, int connections, Duration time) {
      return new NotConnected(steps + step, connections + connection, time.plus(at), why);
    }

    /** How a connect ends without a connection. */
    public enum Why {
      /** No process listens there: the answer was RST. */
      REFUSED,
      /** No answer within the patience. */
      NO_ANSWER,
      /** Anything else: no route, no local port left. */
      IMPOSSIBLE
    }
  }

  /**
   * The kernel has taken all bytes of a {@link dev.echospec.script.Step.Send}.
   *
   * @param total bytes sent on this connection so far
   */
  record Sent(int step, int connection, Duration at, long total) implements Event {
    @Override
    public Sent after(int steps, int connections, Duration time) {
      return new Sent(steps + step, connections + connection, time.plus(at), total);
    }
  }

  /**
   * Reading was resumed with writes pending: the server and the buffers on the way took this much
   * of a client that did not read.
   *
   * @param total bytes sent on this connection by then
   * @param quiet time since the last byte moved; a short time means that more was still being taken
   */
  record Stalled(int step, int connection, Duration at, long total, Duration quiet)
      implements Event {
    @Override
    public Stalled after(int steps, int connections, Duration time) {
      return new Stalled(steps + step, connections + connection, time.plus(at), total, quiet);
    }
  }

  /**
   * Bytes arrived during this step; one event for each step and connection.
   *
   * @param at arrival of the last of them
   * @param total bytes received on this connection so far
   */
  record Got(int step, int connection, Duration at, long total) implements Event {
    @Override
    public Got after(int steps, int connections, Duration time) {
      return new Got(steps + step, connections + connection, time.plus(at), total);
    }
  }

  /**
   * The received bytes differ from the echo: a wrong byte, or one that is not owed.
   *
   * @param offset of the first such byte in the echo
   * @param sentByThen bytes sent when it arrived; equal to the offset if nothing was owed
   */
  record Diverged(int step, int connection, Duration at, long offset, long sentByThen)
      implements Event {
    @Override
    public Diverged after(int steps, int connections, Duration time) {
      return new Diverged(
          steps + step, connections + connection, time.plus(at), offset, sentByThen);
    }
  }

  /** The server ended the stream (FIN). */
  record EndOfStream(int step, int connection, Duration at) implements Event {
    @Override
    public EndOfStream after(int steps, int connections, Duration time) {
      return new EndOfStream(steps + step, connections + connection, time.plus(at));
    }
  }

  /** The server reset the connection: a read or a write failed. */
  record WasReset(int step, int connection, Duration at) implements Event {
    @Override
    public WasReset after(int steps, int connections, Duration time) {
      return new WasReset(steps + step, connections + connection, time.plus(at));
    }
  }

  /**
   * The player gave up waiting and played no further step.
   *
   * @param silence time since the last byte moved on the connection
   */
  record GaveUp(int step, int connection, Duration at, Duration silence) implements Event {
    @Override
    public GaveUp after(int steps, int connections, Duration time) {
      return new GaveUp(steps + step, connections + connection, time.plus(at), silence);
    }
  }

  /**
   * The play reached its total time limit while bytes still moved. The player played no further
   * step, and missing bytes are no fault.
   */
  record TimeUp(int step, int connection, Duration at) implements Event {
    @Override
    public TimeUp after(int steps, int connections, Duration time) {
      return new TimeUp(steps + step, connections + connection, time.plus(at));
    }
  }
}
