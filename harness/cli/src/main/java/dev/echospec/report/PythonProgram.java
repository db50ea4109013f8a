package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.judge.Law;
import dev.echospec.play.Patience;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.FailureFile;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/**
 * A conversation as a Python program that needs nothing but Python, for a maintainer who has no
 * Java.
 */
public final class PythonProgram {
  /** How long a program waits unless told otherwise: its user is there and in no hurry. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer payloads do not stand in the list of steps. */
  private static final int LONGEST_LITERAL = 80;

  private static final int LINE = 80;

  private final Script script;
  private final Map<ByteBuffer, String> names = new LinkedHashMap<>();

  private PythonProgram(Script script) {
    this.script = script;
  }

  /**
   * Returns the text of the program; it takes the host and the port, and exits with 0 if it saw no
   * fault, 1 if it did, 2 if it was called wrongly, 3 if it could not connect.
   *
   * @param failure what to play and how to judge it
   * @param patience how long the server may be silent while it owes something
   */
  public static String of(FailureFile failure, Duration patience) {
    PythonProgram program = new PythonProgram(failure.script());
    String steps = program.steps();
    Duration limit = Patience.of(patience).total(failure.script());
    // The steps last: what they send could look like a place to be filled.
    return template()
        .replace("@TITLE@", failure.caseId().map(id -> "The case " + id + ".").orElse("A script."))
        .replace("@LAW@", FailureFile.slug(failure.law()))
        .replace("@LAW_IN_WORDS@", inWords(failure.law()))
        .replace("@TRANSFORM@", failure.transform() == Transform.UPPER ? "bytes.upper" : "bytes")
        .replace("@PATIENCE@", String.valueOf(patience.toMillis() / 1000.0))
        .replace("@TIME_LIMIT@", String.valueOf(limit.toMillis() / 1000.0))
        .replace("@DATA@", program.data())
        .replace("@STEPS@", steps);
  }

  private static String template() {
    try (InputStream in = PythonProgram.class.getResourceAsStream("conversation.py")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String inWords(Law law) {
    return switch (law) {
      case ECHO -> "the right bytes, all of them, nothing else, and no early end";
      case ECHO_AND_CLOSE -> "the echo, and an orderly end of stream after the half-close";
      case LENGTH -> "as many bytes as were sent, whichever they are";
      case IDEMPOTENT -> "connection 1 sends what 0 got, and gets the same again";
      case CONCATENATION -> "connection 2 sends what 0 and 1 sent, and gets what they got";
    };
  }

  private String steps() {
    StringBuilder lines = new StringBuilder();
    for (Step step : concluded(script)) {
      lines.append(lines.length() == 0 ? "" : "\n").append(line(step));
    }
    return lines.toString();
  }

  /** The steps, and behind them what the player does after the last: read what is owed. */
  private static List<Step> concluded(Script script) {
    List<Step> steps = new ArrayList<>(script.steps());
    Map<Integer, Boolean> open = new TreeMap<>();
    for (Step step : script.steps()) {
      if (step instanceof Step.OnConnection on && step.kind().endsConnection()) {
        open.remove(on.connection());
      } else if (step instanceof Step.Connect || step instanceof Step.ResumeReading) {
        open.put(((Step.OnConnection) step).connection(), false);
      } else if (step instanceof Step.StopReading stop) {
        open.put(stop.connection(), true);
      }
    }
    open.forEach(
        (connection, stopped) -> {
          if (stopped) {
            steps.add(new Step.ResumeReading(connection));
          }
        });
    open.keySet().forEach(c -> steps.add(new Step.Read(c, Step.EVERYTHING)));
    return steps;
  }

  private String line(Step step) {
    String arguments =
        switch (step.kind()) {
          case PAUSE -> "" + ((Step.Pause) step).millis();
          case SEND ->
              ((Step.Send) step).connection() + ", " + payload(((Step.Send) step).payload());
          case READ -> {
            Step.Read read = (Step.Read) step;
            yield read.connection() + (read.bytes() == Step.EVERYTHING ? "" : ", " + read.bytes());
          }
          case CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE ->
              "" + ((Step.OnConnection) step).connection();
        };
    return step.kind().slug().replace('-', '_') + "(" + arguments + ")";
  }

  private String payload(Payload payload) {
    if (payload.length() <= LONGEST_LITERAL) {
      return literal(payload.bytes(0, LONGEST_LITERAL));
    }
    byte[] period = payload.period();
    String name =
        names.computeIfAbsent(ByteBuffer.wrap(period), x -> "payload_" + (names.size() + 1));
    return payload.length() == period.length ? name : name + ", " + payload.length();
  }

  private static String literal(byte[] bytes) {
    StringBuilder text = new StringBuilder("b\"");
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '"', '\\' -> text.append('\\').append((char) b);
        // Printed in a workflow, "##[" would be a command.
        case '#' -> text.append("\\x23");
        default -> text.append(b >= ' ' && b < 0x7f ? "" + (char) b : String.format("\\x%02x", b));
      }
    }
    return text.append('"').toString();
  }

  private String data() {
    StringBuilder text = new StringBuilder();
    names.forEach(
        (period, name) -> {
          text.append(name).append(" = data(\n");
          String encoded = Base64.getEncoder().encodeToString(packed(period.array()));
          for (int at = 0; at < encoded.length(); at += LINE) {
            text.append("    \"")
                .append(encoded, at, Math.min(at + LINE, encoded.length()))
                .append("\"\n");
          }
          text.append(")\n\n");
        });
    return text.toString();
  }

  private static byte[] packed(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
