package dev.echospec.engine;

import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.ClientUnderTest.Messages;
import dev.echospec.client.script.Host;
import dev.echospec.client.script.ServerScript;
import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Fits scripts to what a client can be told. */
final class ClientInputs {
  /** Words of a command line are encoded by the locale. */
  private static final boolean UTF8 =
      StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  private final Messages messages;
  private final byte[] fixed;
  private final List<Host> hosts;

  ClientInputs(ClientUnderTest client) {
    this.messages = client.messages();
    this.fixed = client.fixedMessage().orElse(new byte[0]);
    this.hosts = client.hosts();
  }

  /** True if the client can be told any message. */
  boolean areVariable() {
    return messages != Messages.FIXED;
  }

  boolean isToldItsHost() {
    return hosts.size() > 1;
  }

  /** Returns the nearest script that the client can be told; the same if it can be told this. */
  ServerScript fit(ServerScript script) {
    ServerScript told = hosts.contains(script.host()) ? script : script.at(hosts.get(0));
    byte[] bytes = told.message().bytes(0, (int) told.message().length());
    return switch (messages) {
      case ANY -> told;
      case FIXED -> Arrays.equals(bytes, fixed) ? told : told.with(Payload.of(fixed));
      case TEXT -> {
        byte[] text = text(bytes);
        yield Arrays.equals(bytes, text) ? told : told.with(Payload.of(text));
      }
    };
  }

  /** Text of the same length that no command line changes, and no program takes for an option. */
  private static byte[] text(byte[] bytes) {
    byte[] text = Arrays.copyOf(bytes, Math.min(bytes.length, Messages.LONGEST_WORD));
    boolean legible = Characters.isText(text) && UTF8;
    for (int i = 0; i < text.length; i++) {
      int b = text[i] & 0xff;
      boolean control = b < ' ' && b != '\n' && b != '\t' || b == 0x7f;
      if (control || b >= 0x80 && !legible) {
        text[i] = (byte) ('0' + (b & 0x3f));
      }
    }
    if (text.length > 0 && text[0] == '-') {
      text[0] = 'm';
    }
    return text;
  }
}
