package dev.echospec.client.script;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.Payload;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.List;

/** A server script in lines for a terminal; they hold nothing that a terminal would obey. */
public final class ServerScriptText {
  private static final int MOST_SHOWN = 32;

  private ServerScriptText() {}

  /** Returns what the client is told, and a line for each step of the server. */
  public static List<String> lines(ServerScript script) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "client:  is told to send "
            + bytes(script.message())
            + (script.host() == Host.IPV4 ? "" : " to " + script.host().text()));
    long answered = 0;
    for (ServerStep step : script.steps()) {
      lines.add("server:  " + line(step, script, answered));
      if (step instanceof Answer answer) {
        answered = Math.min(script.message().length(), answered + answer.bytes());
      }
    }
    if (script.steps().stream().noneMatch(s -> s instanceof Reset || s instanceof Refuse)) {
      lines.add("server:  waits until the client has closed");
    }
    return lines;
  }

  private static String line(ServerStep step, ServerScript script, long answered) {
    if (step instanceof Read read) {
      return read.bytes() == ServerStep.EVERYTHING
          ? "reads the message"
          : "reads " + count(read.bytes());
    }
    if (step instanceof Answer answer) {
      boolean rest = answer.bytes() >= script.message().length() - answered;
      return !rest
          ? "answers " + count(answer.bytes())
          : answered == 0 ? "answers the echo" : "answers the rest of the echo";
    }
    if (step instanceof Pause pause) {
      return "pauses " + pause.millis() + " ms";
    }
    if (step instanceof Send send) {
      return "sends " + bytes(send.payload()) + ", which is not the echo";
    }
    if (step instanceof HalfClose) {
      return "ends its side";
    }
    return step instanceof Reset
        ? "resets the connection"
        : "does not listen: connects are refused";
  }

  /** Returns a number of bytes, such as "1 byte". */
  public static String count(long bytes) {
    return bytes + (bytes == 1 ? " byte" : " bytes");
  }

  /** Returns bytes as text where they are, else as hex; long ones are cut. */
  public static String bytes(Payload payload) {
    byte[] shown = payload.bytes(0, MOST_SHOWN);
    String text = ScriptText.textBeside(shown).strip();
    return (shown.length == 0 ? "nothing" : text.isEmpty() ? ScriptText.hex(shown) : text)
        + (payload.length() > MOST_SHOWN ? "... (" + count(payload.length()) + ")" : "");
  }
}
