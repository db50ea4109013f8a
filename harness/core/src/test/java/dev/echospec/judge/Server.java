package dev.echospec.judge;

import dev.echospec.play.Event;
import dev.echospec.play.Received;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes the transcripts of a correct server, without any socket. */
public final class Server {
  private final Script script;
  private final SplittableRandom random;
  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Long> sent = new LinkedHashMap<>();
  private final Map<Integer, Long> came = new HashMap<>();
  private final Map<Integer, Boolean> open = new LinkedHashMap<>();
  private int now;

  private Server(Script script, SplittableRandom random) {
    this.script = script;
    this.random = random;
  }

  /**
   * A transcript without fault; the echo arrives as late as allowed, or at a random time before.
   */
  static Transcript serve(Script script, SplittableRandom random) {
    Server server = new Server(script, random);
    server.play();
    Map<Integer, Received> received = new HashMap<>();
    server.sent.forEach(
        (connection, total) -> {
          long length = server.came.get(connection);
          received.put(connection, new Received(total, length, length, new byte[0]));
        });
    return new Transcript(server.events, received, server.at());
  }

  private void play() {
    List<Step> steps = script.steps();
    for (now = 0; now < steps.size(); now++) {
      perform(steps.get(now));
      for (int connection : open.keySet()) {
        if (random.nextInt(3) == 0) {
          echo(connection, random.nextLong(sent.get(connection) - came.get(connection) + 1));
        }
      }
    }
    open.keySet().forEach(connection -> echo(connection, Long.MAX_VALUE));
  }

  private void perform(Step step) {
    int connection = step instanceof Step.OnConnection on ? on.connection() : -1;
    Runnable action =
        switch (step.kind()) {
          case CONNECT -> () -> connect(connection);
          case SEND -> () -> take(connection, ((Step.Send) step).payload().length());
          case READ -> () -> echo(connection, Long.MAX_VALUE);
          case READ_TO_END -> () -> end(connection);
          case RESET, CLOSE -> () -> open.remove(connection);
          case HALF_CLOSE, PAUSE, STOP_READING, RESUME_READING -> () -> {};
        };
    action.run();
  }

  private void connect(int connection) {
    events.add(new Event.Connected(now, connection, at()));
    sent.put(connection, 0L);
    came.put(connection, 0L);
    open.put(connection, true);
  }

  private void take(int connection, long length) {
    sent.merge(connection, length, Long::sum);
    if (length > 0) {
      events.add(new Event.Sent(now, connection, at(), sent.get(connection)));
    }
  }

  private void end(int connection) {
    echo(connection, Long.MAX_VALUE);
    events.add(new Event.EndOfStream(now, connection, at()));
    open.remove(connection);
  }

  private void echo(int connection, long most) {
    long before = came.get(connection);
    long after = before + Math.min(most, sent.get(connection) - before);
    if (after > before) {
      came.put(connection, after);
      events.add(new Event.Got(now, connection, at(), after));
    }
  }

  private Duration at() {
    return Duration.ofMillis(events.size());
  }

  /** How a conversation on connection 0 ends. */
  public enum End {
    /** The server closes. */
    CLOSED,
    /** The server resets. */
    RESET,
    /** The server is silent, and the player gives up. */
    GAVE_UP
  }

  /**
   * The transcript of this reply to a script that sends everything, half-closes and reads to the
   * end; the end is recorded at the given step.
   */
  public static Transcript reply(Script script, Oracle oracle, byte[] reply, End end, int endStep) {
    byte[] owed = oracle.apply(sent(script, 0));
    int matched = 0;
    while (matched < Math.min(owed.length, reply.length) && owed[matched] == reply[matched]) {
      matched++;
    }
    byte[] rest = java.util.Arrays.copyOfRange(reply, matched, reply.length);
    List<Event> events = new ArrayList<>();
    Duration time = Duration.ofMillis(1);
    events.add(new Event.Connected(0, 0, time));
    long total = 0;
    for (int i = 0; i < Math.min(script.steps().size(), endStep + 1); i++) {
      if (script.steps().get(i) instanceof Step.Send send && send.payload().length() > 0) {
        total += send.payload().length();
        events.add(new Event.Sent(i, 0, time, total));
      }
    }
    if (reply.length > 0) {
      events.add(new Event.Got(endStep, 0, time, reply.length));
    }
    if (rest.length > 0) {
      events.add(new Event.Diverged(endStep, 0, time, matched, total));
    }
    events.add(
        switch (end) {
          case CLOSED -> new Event.EndOfStream(endStep, 0, time);
          case RESET -> new Event.WasReset(endStep, 0, time);
          case GAVE_UP -> new Event.GaveUp(endStep, 0, time, Duration.ofMillis(1234));
        });
    Received received = new Received(total, reply.length, matched, rest);
    return new Transcript(events, Map.of(0, received), time);
  }

  static byte[] sent(Script script, int connection) {
    java.io.ByteArrayOutputStream sent = new java.io.ByteArrayOutputStream();
    for (Payload payload : script.sent(connection)) {
      sent.writeBytes(payload.bytes(0, (int) payload.length()));
    }
    return sent.toByteArray();
  }
}
