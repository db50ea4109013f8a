package dev.echospec.tap;

import dev.echospec.script.Payload;
import dev.echospec.script.ScriptText;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells what a relay sees, a line for each event. */
public final class TapText implements TapEvent.Listener {
  private final Consumer<String> lines;

  /**
   * Creates a text.
   *
   * @param lines receives each line, free of characters that a terminal would obey
   */
  public TapText(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void happened(TapEvent event) {
    lines.accept(
        "%s  #%-3d %s  %s"
            .formatted(seconds(event.at()), event.connection(), event.side().word(), what(event)));
  }

  private static String what(TapEvent event) {
    String words = event.kind().words();
    return switch (event.kind()) {
      case CONNECTED -> words + " from " + address(event);
      case REFUSED -> words + " at " + address(event) + ": the client is reset";
      case DATA ->
          words + " " + count(event.bytes()) + "  " + ScriptText.bytes(Payload.of(event.bytes()));
      case END, RESET, STOPPED_READING, RESUMED_READING -> words;
    };
  }

  private static String count(byte[] bytes) {
    return bytes.length == 1 ? "1 byte" : bytes.length + " bytes";
  }

  private static String address(TapEvent event) {
    var end = event.ends().of(event.side());
    String host = end.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + end.getPort();
  }

  private static String seconds(Duration at) {
    return String.format(Locale.ROOT, "%11.6f", at.toNanos() / 1e9);
  }
}
