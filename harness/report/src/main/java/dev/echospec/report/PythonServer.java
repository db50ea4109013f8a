package dev.echospec.report;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.client.script.ServerStep;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.ClientFailureFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A failing run of a client as a Python program that needs nothing but Python: the server that
 * shows the failure to a maintainer who has no Java.
 */
public final class PythonServer {
  /** A client may have a time-out of its own: many have 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private final ServerScript script;
  private final PythonData data = new PythonData();

  private PythonServer(ServerScript script) {
    this.script = script;
  }

  /**
   * Returns the text of the program; it takes the command of the client or a port, and exits with 0
   * if it saw no fault, 1 if it did, 2 if it was called wrongly, 3 if it could not listen or not
   * start the client.
   *
   * @param failure what to play and how to judge it
   * @param patience how long neither side may do anything
   */
  public static String of(ClientFailureFile failure, Duration patience) {
    PythonServer program = new PythonServer(failure.script());
    boolean tires = failure.law() == ClientLaw.TIRES && patience.compareTo(SILENCE) < 0;
    Duration waits = tires ? SILENCE : patience;
    Duration limit = new ClientPatience(waits).total(failure.script());
    Host host = failure.script().host();
    String lines = program.lines();
    // The script last: what it sends could look like a place to be filled.
    return PythonData.template("server.py")
        .replace("@TITLE@", "The case " + failure.caseId() + ".")
        .replace("@LAW@", failure.law().slug())
        .replace("@RULE@", inWords(failure.law()))
        .replace("@TRANSFORM@", failure.transform() == Transform.UPPER ? "bytes.upper" : "bytes")
        .replace(
            "@HOSTS@",
            host == Host.NAME
                ? "[\"" + Host.IPV4.text() + "\", \"" + Host.IPV6.text() + "\"]"
                : "[\"" + host.text() + "\"]")
        .replace("@HOST@", host.text())
        .replace("@REFUSES@", failure.script().refuses() ? "True" : "False")
        .replace("@PATIENCE@", seconds(waits))
        .replace("@TIME_LIMIT@", seconds(limit))
        .replace("@DATA@", program.data.definitions())
        .replace("@SCRIPT@", lines);
  }

  private static String seconds(Duration time) {
    return String.valueOf(time.toMillis() / 1000.0);
  }

  private static String inWords(ClientLaw law) {
    return switch (law) {
      case SENDS -> "exactly the message arrives, whole and once";
      case PRINTS -> "the client prints the echo";
      case ENDS -> "it ends by itself with status 0, once everything is back and not before";
      case CLOSES -> "when it has ended, so have its connections";
      case EXCHANGES -> "it sends the message, prints the echo and ends";
      case GIVES_UP -> "it ends soon, says what is wrong, and its status is not 0";
      case TIRES -> "it ends by itself";
      case UNHARMED -> "it prints the echo and ends, whatever comes behind it";
      case OBSERVED -> "nothing is judged";
    };
  }

  private String lines() {
    List<String> lines = new ArrayList<>();
    lines.add("MESSAGE = " + data.payload(script.message()));
    lines.add("PIECES = " + pieces() + "  # lengths of the answers, if they come apart");
    lines.addAll(List.of("", "", "def serve(client):"));
    List<String> steps = script.refuses() ? List.of() : steps();
    (steps.isEmpty() ? List.of("pass") : steps).forEach(step -> lines.add("    " + step));
    return String.join("\n", lines) + "\n";
  }

  /** What is sent right behind an answer is in the same write, as when the kit plays the script. */
  private List<String> steps() {
    List<String> lines = new ArrayList<>();
    List<ServerStep> steps = script.steps();
    for (int i = 0; i < steps.size(); i++) {
      boolean isFollowed =
          steps.get(i) instanceof Answer
              && i + 1 < steps.size()
              && steps.get(i + 1) instanceof Send;
      lines.add(
          isFollowed ? answer((Answer) steps.get(i), (Send) steps.get(++i)) : line(steps.get(i)));
    }
    return lines;
  }

  private String answer(Answer answer, Send more) {
    String bytes = data.payload(more.payload());
    return "client.answer("
        + (answer.bytes() == ServerStep.EVERYTHING ? "" : answer.bytes() + ", ")
        + "then="
        + bytes
        + ")";
  }

  /** A client prints the bytes of one piece behind the next only if they came in two reads. */
  private String pieces() {
    List<Long> pieces = new ArrayList<>();
    long left = script.message().length();
    boolean apart = true;
    for (ServerStep step : script.steps()) {
      if (step instanceof Answer answer) {
        if (!apart) {
          return "[]";
        }
        pieces.add(Math.min(left, answer.bytes()));
        left -= Math.min(left, answer.bytes());
        apart = false;
      }
      apart |= step instanceof Pause;
    }
    return pieces.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  private String line(ServerStep step) {
    if (step instanceof Read read) {
      return "client.read(" + count(read.bytes()) + ")";
    }
    if (step instanceof Answer answer) {
      return "client.answer(" + count(answer.bytes()) + ")";
    }
    if (step instanceof Pause pause) {
      return "client.pause(" + pause.millis() + ")";
    }
    if (step instanceof Send send) {
      return "client.send(" + data.payload(send.payload()) + ")";
    }
    return step instanceof HalfClose ? "client.half_close()" : "client.reset()";
  }

  private static String count(int bytes) {
    return bytes == ServerStep.EVERYTHING ? "" : String.valueOf(bytes);
  }
}
