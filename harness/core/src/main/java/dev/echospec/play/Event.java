package dev.echospec.play;

import java.time.Duration;

/**
 * Something that was seen while a script was played.
 *
 * <p>Every event names the step that was being played (its index in the script; as many as there
 * are steps when the script was over), the connection, and the time since the play began.
 */
public sealed interface Event {
  /**
   * @return index of the step in the script
   */
  int step();

  /**
   * @return number of the connection
   */
  int connection();

  /**
   * @return time since the play began
   */
  Duration at();

  /**
   * @param steps how many steps were played before
   * @param connections how many numbers of connections were used before
   * @param time how long that took
   * @return the same event where something was played before
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
   * @param why which of the ways
   */
  record NotConnected(int step, int connection, Duration at, Why why) implements Event {
    @Override
    public NotConnected after(int steps, int connections, Duration time) {
      return new NotConnected(steps + step, connections + connection, time.plus(at), why);
    }

    /** The ways in which a connect ends without a connection. */
    public enum Why {
      /** Nobody listens: the answer was RST. */
      REFUSED,
      /** No answer within the patience. */
      NO_ANSWER,
      /** Anything else: no route, no local port left. */
      IMPOSSIBLE
    }
  }

  /**
   * All that the step wrote is in the kernel's hands.
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
   * Reading was resumed while something was still to be written: what the server and the buffers on
   * the way took of a client that did not read.
   *
   * @param total bytes sent on this connection by then
   * @param quiet how long nothing had moved; what is short means that more was still being taken
   */
  record Stalled(int step, int connection, Duration at, long total, Duration quiet)
      implements Event {
    @Override
    public Stalled after(int steps, int connections, Duration time) {
      return new Stalled(steps + step, connections + connection, time.plus(at), total, quiet);
    }
  }

  /**
   * Bytes came while this step was played; one event a step and connection.
   *
   * @param at when the last of them came
   * @param total bytes received on this connection so far
   */
  record Got(int step, int connection, Duration at, long total) implements Event {
    @Override
    public Got after(int steps, int connections, Duration time) {
      return new Got(steps + step, connections + connection, time.plus(at), total);
    }
  }

  /**
   * What came is no longer what is owed: a wrong byte, or one that is not owed at all.
   *
   * @param offset of the first such byte in the echo
   * @param sentByThen bytes sent when it came; equal to the offset if nothing was owed
   */
  record Diverged(int step, int connection, Duration at, long offset, long sentByThen)
      implements Event {
    @Override
    public Diverged after(int steps, int connections, Duration time) {
      return new Diverged(
          steps + step, connections + connection, time.plus(at), offset, sentByThen);
    }
  }

  /** The server closed its side in an orderly way (FIN). */
  record EndOfStream(int step, int connection, Duration at) implements Event {
    @Override
    public EndOfStream after(int steps, int connections, Duration time) {
      return new EndOfStream(steps + step, connections + connection, time.plus(at));
    }
  }

  /** The server reset the connection, seen by a read or a write that failed. */
  record WasReset(int step, int connection, Duration at) implements Event {
    @Override
    public WasReset after(int steps, int connections, Duration time) {
      return new WasReset(steps + step, connections + connection, time.plus(at));
    }
  }

  /**
   * The player gave up waiting; nothing more was played.
   *
   * @param silence how long nothing had moved on the connection
   */
  record GaveUp(int step, int connection, Duration at, Duration silence) implements Event {
    @Override
    public GaveUp after(int steps, int connections, Duration time) {
      return new GaveUp(steps + step, connections + connection, time.plus(at), silence);
    }
  }

  /**
   * The play as a whole took as long as it may, though things still moved: nothing more was played,
   * and what had not come by then is no fault.
   */
  record TimeUp(int step, int connection, Duration at) implements Event {
    @Override
    public TimeUp after(int steps, int connections, Duration time) {
      return new TimeUp(steps + step, connections + connection, time.plus(at));
    }
  }
}
