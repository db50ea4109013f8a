package dev.echospec.tap;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a script of what the server of a relay did, to be played to a client: the same writes, each
 * after the bytes that had reached the server by then, with pauses where the server paused, and the
 * same end. Bytes that are those of the echo are an answer, so that the script fits another message
 * too; from the first byte on that is not, they are sent as they were.
 *
 * <p>A script plays the same to every connection, so it is that of the connection on which most was
 * said. It has bounds; beyond them it takes in nothing more, and is the beginning of what happened.
 */
public final class TapServerScript implements TapEvent.Listener {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** Of both sides together: twice as many hex digits are in the file. */
  private static final int MOST_BYTES = 3 << 20;

  /** Half of what a file may have: an event makes three steps at most. */
  private static final int MOST_EVENTS = 6_000;

  private final Oracle oracle;
  private final Map<Integer, Talk> talks = new TreeMap<>();
  private int events;
  private long bytes;
  private boolean full;

  /**
   * Begins a script.
   *
   * @param oracle what the echo of bytes is
   */
  public TapServerScript(Oracle oracle) {
    this.oracle = oracle;
  }

  @Override
  public void happened(TapEvent event) {
    events++;
    bytes += event.bytes().length;
    full |= events > MOST_EVENTS || bytes > MOST_BYTES;
    if (!full) {
      talks.computeIfAbsent(event.connection(), c -> new Talk(event.at())).happened(event);
    }
  }

  /** Returns whether more happened than a script takes. */
  public boolean isCut() {
    return full;
  }

  /** Returns how many connections there were; all but one are not in the script. */
  public int connections() {
    return talks.size();
  }

  /** Returns what the server did so far. */
  public ServerScript script() {
    Talk talk = talk();
    return new ServerScript(Payload.of(talk.received.toByteArray()), Host.IPV4, talk.steps);
  }

  /** Returns what a client has to do that meets such a server. */
  public ClientLaw law() {
    Talk talk = talk();
    boolean whole = talk.answered == talk.received.size();
    if (talk.diverged) {
      return whole ? ClientLaw.UNHARMED : ClientLaw.OBSERVED;
    }
    if (whole && !talk.refused) {
      return ClientLaw.EXCHANGES;
    }
    return talk.serverEnded ? ClientLaw.GIVES_UP : ClientLaw.TIRES;
  }

  private Talk talk() {
    return talks.values().stream()
        .max(Comparator.comparingInt((Talk talk) -> talk.received.size() + talk.steps.size()))
        .orElseGet(() -> new Talk(Duration.ZERO));
  }

  /** One connection. */
  private final class Talk {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<ServerStep> steps = new ArrayList<>();
    private Duration last;
    private int read;
    private int answered;
    private boolean diverged;
    private boolean refused;
    private boolean clientEnded;
    private boolean serverEnded;

    Talk(Duration began) {
      last = began;
    }

    private void happened(TapEvent event) {
      if (event.side() == Side.CLIENT) {
        received.writeBytes(event.bytes());
        clientEnded |= event.kind() == TapEvent.Kind.END || event.kind() == TapEvent.Kind.RESET;
      } else if (!serverEnded) {
        server(event);
      }
      last = event.at();
    }

    private void server(TapEvent event) {
      switch (event.kind()) {
        case DATA -> {
          before(event.at());
          data(event.bytes());
        }
        case END -> {
          // The script's server closes by itself once the client has ended.
          if (!clientEnded) {
            before(event.at());
            steps.add(new ServerStep.HalfClose());
          }
          serverEnded = true;
        }
        case RESET -> {
          before(event.at());
          steps.add(new ServerStep.Reset());
          serverEnded = true;
        }
        case REFUSED -> {
          steps.clear();
          steps.add(new ServerStep.Refuse());
          refused = true;
          serverEnded = true;
        }
        case CONNECTED, STOPPED_READING, RESUMED_READING -> {
          // How the server reads shows in when it answers.
        }
      }
    }

    /** The server does what comes next after all that had reached it, and after its pause. */
    private void before(Duration at) {
      if (received.size() > read) {
        steps.add(new ServerStep.Read(received.size() - read));
        read = received.size();
      }
      Duration pause = at.minus(last);
      if (pause.compareTo(SHORTEST_PAUSE) >= 0) {
        steps.add(new ServerStep.Pause((int) Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis())));
      }
    }

    private void data(byte[] sent) {
      int same = 0;
      if (!diverged) {
        byte[] owed =
            oracle.apply(Arrays.copyOfRange(received.toByteArray(), answered, received.size()));
        int mismatch = Arrays.mismatch(owed, sent);
        same = mismatch < 0 ? sent.length : mismatch;
      }
      if (same > 0) {
        steps.add(new ServerStep.Answer(same));
        answered += same;
      }
      if (same < sent.length) {
        diverged = true;
        steps.add(new ServerStep.Send(Payload.of(Arrays.copyOfRange(sent, same, sent.length))));
      }
    }
  }
}
