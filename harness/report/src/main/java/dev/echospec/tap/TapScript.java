package dev.echospec.tap;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a script of what the clients of a relay did: the same writes, in the same order over all
 * connections, with pauses where the clients paused, each after the bytes that had come back by
 * then. A script has bounds; beyond them it takes in nothing more, and is the beginning of what
 * happened.
 */
public final class TapScript implements TapEvent.Listener {
  /** Shorter times between two events are those of machines, not of a client that waits. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /** Given to a server that ended first, beyond the time that it took. */
  private static final Duration TIME_TO_END = Duration.ofMillis(250);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** About half a million characters below the longest file that is read again. */
  private static final long MOST_CHARACTERS = 15L << 20;

  private static final int CHARACTERS_PER_STEP = 100;

  /** Two hex digits, and as many again where the text stands beside them. */
  private static final int CHARACTERS_PER_BYTE = 4;

  private static final int MOST_STEPS = 99_000;

  /** What a connection is in, as far as the script needs it. */
  private static final class State {
    /** Bytes that the client has got since the last read step. */
    private long unread;

    private boolean halfClosed;
    private boolean serverEnded;
    private boolean stopped;
  }

  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, State> open = new TreeMap<>();
  private Duration last = Duration.ZERO;
  private long characters;
  private boolean full;

  @Override
  public void happened(TapEvent event) {
    full |= characters > MOST_CHARACTERS || steps.size() > MOST_STEPS;
    if (full) {
      return;
    }
    int c = event.connection();
    if (event.kind() == TapEvent.Kind.CONNECTED) {
      pauseUntil(event.at());
      open.put(c, new State());
      add(new Step.Connect(c));
    } else {
      State state = open.get(c);
      if (state != null) {
        apply(event, c, state);
      }
    }
    last = event.at();
  }

  private void apply(TapEvent event, int c, State state) {
    if (event.side() == Side.SERVER) {
      server(event, c, state);
      return;
    }
    catchUp();
    pauseUntil(event.at());
    switch (event.kind()) {
      case DATA -> {
        add(new Step.Send(c, Payload.of(event.bytes())));
        characters += (long) CHARACTERS_PER_BYTE * event.bytes().length;
      }
      case END -> {
        if (state.serverEnded) {
          over(new Step.Close(c));
        } else {
          state.halfClosed = true;
          add(new Step.HalfClose(c));
        }
      }
      case RESET -> over(new Step.Reset(c));
      case STOPPED_READING -> {
        state.stopped = true;
        add(new Step.StopReading(c));
      }
      case RESUMED_READING -> resume(c, state);
      case CONNECTED, REFUSED -> throw new IllegalArgumentException("no event of an open client");
    }
  }

  private void server(TapEvent event, int c, State state) {
    switch (event.kind()) {
      case DATA -> state.unread += event.bytes().length;
      case END, RESET -> {
        resume(c, state);
        state.serverEnded = true;
        if (state.halfClosed) {
          over(new Step.ReadToEnd(c));
        } else {
          // The server that ends first must have sent all that it owes, and so must its successor.
          add(new Step.Read(c, Step.EVERYTHING));
          state.unread = 0;
          // A close at once would not see whether the server ends before its client again.
          add(new Step.Pause(pauseMillis(event.at().minus(last).plus(TIME_TO_END))));
          if (event.kind() == TapEvent.Kind.RESET) {
            over(new Step.Close(c));
          }
        }
      }
      case REFUSED -> over(new Step.Close(c));
      // How the server reads is its own affair.
      case STOPPED_READING, RESUMED_READING, CONNECTED -> {}
    }
  }

  private void resume(int c, State state) {
    if (state.stopped) {
      state.stopped = false;
      add(new Step.ResumeReading(c));
    }
  }

  /** The clients did what comes next after all that had come back to them. */
  private void catchUp() {
    open.forEach(
        (c, state) -> {
          if (state.unread > 0 && !state.stopped) {
            add(new Step.Read(c, state.unread));
            state.unread = 0;
          }
        });
  }

  private void pauseUntil(Duration at) {
    Duration pause = at.minus(last);
    if (!open.isEmpty() && pause.compareTo(SHORTEST_PAUSE) >= 0) {
      add(new Step.Pause(pauseMillis(pause)));
    }
  }

  private static int pauseMillis(Duration pause) {
    return (int) Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
  }

  private void over(Step.OnConnection step) {
    add(step);
    open.remove(step.connection());
  }

  private void add(Step step) {
    steps.add(step);
    characters += CHARACTERS_PER_STEP;
  }

  /** Returns what the clients did so far. */
  public Script script() {
    return new Script(steps);
  }

  /** Returns whether more happened than a script takes. */
  public boolean isCut() {
    return full;
  }
}
