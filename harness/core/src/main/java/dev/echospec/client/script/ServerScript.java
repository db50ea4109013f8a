package dev.echospec.client.script;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a client: what the client is told to send, and what the server does.
 *
 * <p>Every connection that the client opens is accepted and played from the first step. Behind the
 * last step the server waits until the client has ended its side, and closes; a script that resets
 * or refuses ends there.
 *
 * @param message what the client is told to send
 * @param host how the client is told where the server is
 * @param steps what the server does, in order
 */
public record ServerScript(Payload message, Host host, List<ServerStep> steps) {
  /** Longest message, in bytes: a transcript holds what a client sent. */
  public static final int LONGEST_MESSAGE = 4 << 20;

  /**
   * Copies the steps and checks them.
   *
   * @throws IllegalArgumentException if they make no sense; the message is one clause
   */
  public ServerScript {
    steps = List.copyOf(steps);
    if (message.length() > LONGEST_MESSAGE) {
      throw new IllegalArgumentException("a message is at most " + LONGEST_MESSAGE + " bytes long");
    }
    boolean ended = false;
    for (int i = 0; i < steps.size(); i++) {
      ServerStep step = steps.get(i);
      if (step instanceof Refuse && steps.size() > 1) {
        throw new IllegalArgumentException("a server that refuses does nothing else");
      }
      if (step instanceof Reset && i < steps.size() - 1) {
        throw new IllegalArgumentException("nothing can follow a reset");
      }
      if (ended && (step instanceof Answer || step instanceof Send || step instanceof HalfClose)) {
        throw new IllegalArgumentException("nothing can be sent behind a half-close");
      }
      ended |= step instanceof HalfClose;
      if (step instanceof Read read && read.bytes() < 1
          || step instanceof Answer answer && answer.bytes() < 1
          || step instanceof Pause pause && pause.millis() < 1) {
        throw new IllegalArgumentException("a number of bytes or milliseconds is 1 or more");
      }
    }
  }

  /** Returns the script of a server that echoes each byte as it comes, told as 127.0.0.1. */
  public static ServerScript echo(Payload message) {
    return new ServerScript(message, Host.IPV4, List.of(new Answer(ServerStep.EVERYTHING)));
  }

  /**
   * Returns the script of a server that reads the whole message and then answers it in pieces.
   *
   * @param pieces lengths, in order; what they leave over is answered behind the last one
   * @param pauseMillis time before each piece but the first; none if 0
   */
  public static ServerScript inPieces(Payload message, List<Integer> pieces, int pauseMillis) {
    List<ServerStep> steps = new ArrayList<>();
    steps.add(new Read(ServerStep.EVERYTHING));
    for (int piece : pieces) {
      if (pauseMillis > 0 && steps.size() > 1) {
        steps.add(new Pause(pauseMillis));
      }
      steps.add(new Answer(piece));
    }
    long left = message.length() - pieces.stream().mapToLong(Integer::longValue).sum();
    if (left > 0) {
      if (pauseMillis > 0 && !pieces.isEmpty()) {
        steps.add(new Pause(pauseMillis));
      }
      steps.add(new Answer(ServerStep.EVERYTHING));
    }
    return new ServerScript(message, Host.IPV4, steps);
  }

  /** Returns the same run with another way of telling the host. */
  public ServerScript at(Host other) {
    return new ServerScript(message, other, steps);
  }

  /** Returns the same run with other steps. */
  public ServerScript with(List<ServerStep> others) {
    return new ServerScript(message, host, others);
  }

  /** Returns the same run with a step more at its end. */
  public ServerScript then(ServerStep step) {
    List<ServerStep> more = new ArrayList<>(steps);
    more.add(step);
    return with(more);
  }

  /**
   * Returns the same run with another message. A whole echo stays whole, and one that is cut short
   * stays cut short.
   *
   * @param other has a byte or more if the echo is cut short
   */
  public ServerScript with(Payload other) {
    ServerScript changed = new ServerScript(other, host, steps);
    if (!isCutShort() || changed.isCutShort()) {
      return changed;
    }
    List<ServerStep> fewer = new ArrayList<>();
    int room = Math.max(0, (int) other.length() - 1);
    for (ServerStep step : steps) {
      if (step instanceof Answer answer) {
        int bytes = Math.min(room, answer.bytes());
        room -= bytes;
        if (bytes > 0) {
          fewer.add(new Answer(bytes));
        }
      } else {
        fewer.add(step);
      }
    }
    return changed.with(fewer);
  }

  /** Returns true if the server does not answer the whole message. */
  public boolean isCutShort() {
    return answers() < message.length();
  }

  /** Returns true if no process listens in this run. */
  public boolean refuses() {
    return steps.equals(List.of(new Refuse()));
  }

  /** Returns how many bytes of the echo the server answers, all of the message sent. */
  public long answers() {
    long bytes = 0;
    for (ServerStep step : steps) {
      if (step instanceof Answer answer) {
        bytes = Math.min(message.length(), bytes + answer.bytes());
      }
    }
    return bytes;
  }

  /** Returns the time that the server pauses, in milliseconds. */
  public long pauses() {
    return steps.stream()
        .filter(Pause.class::isInstance)
        .mapToLong(step -> ((Pause) step).millis())
        .sum();
  }
}
