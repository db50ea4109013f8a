package dev.echospec.client.script;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.HalfClose;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Refuse;
import dev.echospec.client.script.ServerStep.Reset;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server script as failure files hold it. The components are its properties: docs/results.md and
 * docs/failure.schema.json describe them.
 *
 * @param message what the client is told to send, in hex
 * @param host a {@link Host#slug}
 * @param steps what the server does
 */
public record ServerScriptJson(String message, String host, List<StepEntry> steps) {
  private static final int MOST_STEPS = 20_000;
  private static final int LONGEST_PAUSE = 600_000;

  /** Copies the list. */
  public ServerScriptJson {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param kind its name in the file
   * @param bytes of a read or an answer; null is all of the message
   * @param millis of a pause
   * @param hex the bytes of a send
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StepEntry(
      @JsonProperty("do") String kind,
      @Nullable Integer bytes,
      @Nullable Integer millis,
      @Nullable String hex) {
    static StepEntry of(ServerStep step) {
      if (step instanceof Read read) {
        return new StepEntry("read", counted(read.bytes()), null, null);
      }
      if (step instanceof Answer answer) {
        return new StepEntry("answer", counted(answer.bytes()), null, null);
      }
      if (step instanceof Pause pause) {
        return new StepEntry("pause", null, pause.millis(), null);
      }
      if (step instanceof Send send) {
        return new StepEntry("send", null, null, hexOf(send.payload()));
      }
      return new StepEntry(
          step instanceof HalfClose ? "half-close" : step instanceof Reset ? "reset" : "refuse",
          null,
          null,
          null);
    }

    private static @Nullable Integer counted(int bytes) {
      return bytes == ServerStep.EVERYTHING ? null : bytes;
    }

    ServerStep step() throws Malformed {
      return switch (kind) {
        case "read" -> new Read(bytes == null ? ServerStep.EVERYTHING : bytes);
        case "answer" -> new Answer(bytes == null ? ServerStep.EVERYTHING : bytes);
        case "pause" -> new Pause(millis == null ? 0 : Math.min(LONGEST_PAUSE, millis));
        case "send" -> new Send(payload(hex == null ? "" : hex, "hex"));
        case "half-close" -> new HalfClose();
        case "reset" -> new Reset();
        case "refuse" -> new Refuse();
        default ->
            throw new Malformed(
                "\"do\" is none of read, answer, pause, send, half-close, reset, refuse");
      };
    }
  }

  /** Converts a script. */
  public static ServerScriptJson of(ServerScript script) {
    return new ServerScriptJson(
        hexOf(script.message()),
        script.host().slug(),
        script.steps().stream().map(StepEntry::of).toList());
  }

  /**
   * Reads a script.
   *
   * @param json an object, as the failure file has it
   * @throws Malformed if it is anything else
   */
  public static ServerScript read(JsonNode json) throws Malformed {
    return JsonText.exactly(json, ServerScriptJson.class, "a server script").script();
  }

  private ServerScript script() throws Malformed {
    if (steps.size() > MOST_STEPS) {
      throw new Malformed("a server script has at most " + MOST_STEPS + " steps");
    }
    Host told =
        Arrays.stream(Host.values())
            .filter(one -> one.slug().equals(host))
            .findFirst()
            .orElseThrow(() -> new Malformed("\"host\" is none of ipv4, ipv6, name"));
    List<ServerStep> all = new ArrayList<>();
    for (StepEntry entry : steps) {
      all.add(entry.step());
    }
    try {
      return new ServerScript(payload(message, "message"), told, all);
    } catch (IllegalArgumentException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static String hexOf(Payload payload) {
    return HexFormat.of().formatHex(payload.bytes(0, (int) payload.length()));
  }

  private static Payload payload(String hex, String key) throws Malformed {
    try {
      return Payload.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new Malformed("\"" + key + "\" is not pairs of hex digits");
    }
  }
}
