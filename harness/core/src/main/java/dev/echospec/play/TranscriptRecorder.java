package dev.echospec.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records the events of one play, stamped with the step and the time. */
final class TranscriptRecorder {
  private final List<Event> events = new ArrayList<>(8);
  private final long began = System.nanoTime();
  private int step;

  void step(int step) {
    this.step = step;
  }

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  List<Event> events() {
    return events;
  }

  void connected(int connection) {
    events.add(new Event.Connected(step, connection, now()));
  }

  void notConnected(int connection, Event.NotConnected.Why why) {
    events.add(new Event.NotConnected(step, connection, now(), why));
  }

  void sent(int ofStep, int connection, long total) {
    events.add(new Event.Sent(ofStep, connection, now(), total));
  }

  void stalled(int connection, long total, Duration quiet) {
    events.add(new Event.Stalled(step, connection, now(), total, quiet));
  }

  /** Keeps one event for each step and connection, so that a stream of gigabytes leaves few. */
  void got(int connection, long total) {
    Event.Got event = new Event.Got(step, connection, now(), total);
    int last = lastOf(connection);
    if (last >= 0 && events.get(last) instanceof Event.Got earlier && earlier.step() == step) {
      events.set(last, event);
    } else {
      events.add(event);
    }
  }

  private int lastOf(int connection) {
    for (int i = events.size() - 1; i >= 0 && events.get(i).step() == step; i--) {
      if (events.get(i).connection() == connection) {
        return i;
      }
    }
    return -1;
  }

  void diverged(int connection, long offset, long sentByThen) {
    events.add(new Event.Diverged(step, connection, now(), offset, sentByThen));
  }

  void endOfStream(int connection) {
    events.add(new Event.EndOfStream(step, connection, now()));
  }

  void wasReset(int connection) {
    events.add(new Event.WasReset(step, connection, now()));
  }

  void timeUp(int connection) {
    events.add(new Event.TimeUp(step, connection, now()));
  }

  void gaveUp(int connection, Duration silence) {
    events.add(new Event.GaveUp(step, connection, now(), silence));
  }
}
