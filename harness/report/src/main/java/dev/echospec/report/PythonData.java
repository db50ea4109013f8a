package dev.echospec.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.script.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

/** Payloads in the text of a Python program: short ones as literals, long ones packed, by name. */
final class PythonData {
  /** Longer payloads do not stand in the list of steps. */
  private static final int LONGEST_LITERAL = 80;

  private static final int LINE = 80;

  private final Map<ByteBuffer, String> names = new LinkedHashMap<>();

  /** Returns the text of a program in which places are to be filled. */
  static String template(String name) {
    try (InputStream in = PythonData.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a payload as an expression, or as two: its period and its length. */
  String payload(Payload payload) {
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

  /** Returns the lines that define the names. */
  String definitions() {
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
