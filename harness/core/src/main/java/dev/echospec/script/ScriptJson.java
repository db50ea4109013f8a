package dev.echospec.script;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes scripts as JSON and reads them. Reading checks types and limits: the text may come from an
 * untrusted source.
 */
public final class ScriptJson {
  private static final int MOST_STEPS = 100_000;
  private static final int HIGHEST_CONNECTION = 65_535;
  private static final int MOST_CONNECTIONS = 20_000;
  private static final int LONGEST_PAUSE = 3_600_000;
  private static final Duration LONGEST_PAUSES = Duration.ofDays(7);

  /** Most bytes that a script may send, over all its connections. */
  static final long MOST_BYTES = 1L << 40;

  /** Most generated payloads. Each takes the time for a whole period, however short it is. */
  private static final int MOST_GENERATED = 1_000;

  /** Most bytes that the payloads of a script may hold during a play, within a heap of 256 MiB. */
  private static final long MOST_HELD = 96L << 20;

  /** Longest payload that is also written as text, in bytes. */
  private static final int LONGEST_TEXT = 256;

  private ScriptJson() {}

  /**
   * Returns the JSON text of a script, one line for each step.
   *
   * @param script any script
   */
  public static String write(Script script) {
    return JsonText.print(toJson(script), 1);
  }

  /**
   * Reads a script.
   *
   * @param text in the format of {@link #write}
   * @return the script
   * @throws Malformed if it is anything else
   */
  public static Script read(String text) throws Malformed {
    return fromJson(JsonText.parse(text));
  }

  /**
   * Returns the JSON object of a script.
   *
   * @param script any script
   */
  public static ObjectNode toJson(Script script) {
    ObjectNode json = JsonText.object();
    var steps = json.putArray("steps");
    for (Step step : script.steps()) {
      ObjectNode object = steps.addObject().put("do", step.kind().slug());
      if (step instanceof Step.OnConnection on) {
        object.put("on", on.connection());
      }
      withArguments(object, step);
    }
    return json;
  }

  private static ObjectNode withArguments(ObjectNode object, Step step) {
    return switch (step.kind()) {
      case SEND -> withPayload(object, ((Step.Send) step).payload());
      case READ -> {
        long bytes = ((Step.Read) step).bytes();
        yield bytes == Step.EVERYTHING ? object : object.put("bytes", bytes);
      }
      case PAUSE -> object.put("millis", ((Step.Pause) step).millis());
      case CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE -> object;
    };
  }

  private static ObjectNode withPayload(ObjectNode object, Payload payload) {
    if (payload instanceof Payload.Generated generated) {
      return object
          .put("seed", generated.seed())
          .put("length", generated.length())
          .put("alphabet", generated.alphabet().name().toLowerCase(Locale.ROOT));
    }
    byte[] bytes = payload.period();
    object.put("hex", HexFormat.of().formatHex(bytes));
    boolean legible =
        bytes.length > 0 && bytes.length <= LONGEST_TEXT && ScriptText.isPrintable(bytes);
    return legible ? object.put("text", new String(bytes, StandardCharsets.UTF_8)) : object;
  }

  /**
   * Reads a script.
   *
   * @param json in the format of {@link #toJson}
   * @return the script
   * @throws Malformed if it is anything else, with the number of the step, from 1
   */
  public static Script fromJson(JsonNode json) throws Malformed {
    JsonNode array = json.get("steps");
    if (!json.isObject() || array == null || !array.isArray()) {
      throw new Malformed("a script is an object with an array \"steps\"");
    }
    for (String key : json.propertyNames()) {
      if (!key.equals("steps")) {
        throw new Malformed("a script has no \"" + key + "\"");
      }
    }
    if (array.size() > MOST_STEPS) {
      throw new Malformed("a script has at most " + MOST_STEPS + " steps, not " + array.size());
    }
    List<Step> steps = new ArrayList<>(array.size());
    Totals totals = Totals.NONE;
    for (JsonNode object : array) {
      Step step = new Reader(steps.size() + 1, object).step();
      steps.add(step);
      totals = totals.with(step);
      totals.check(steps.size());
    }
    var flaw = Script.flaw(steps);
    if (flaw.isPresent()) {
      throw new Malformed(flaw.get());
    }
    return new Script(steps);
  }

  /** Sums over the steps read so far. Checked after each step, before the next allocates more. */
  private record Totals(int connections, int generated, long held, long bytes, Duration pauses) {
    static final Totals NONE = new Totals(0, 0, 0, 0, Duration.ZERO);

    Totals with(Step step) {
      return switch (step.kind()) {
        case CONNECT -> new Totals(connections + 1, generated, held, bytes, pauses);
        case SEND -> with(((Step.Send) step).payload());
        case PAUSE -> {
          Duration longer = pauses.plusMillis(((Step.Pause) step).millis());
          yield new Totals(connections, generated, held, bytes, longer);
        }
        case READ, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE -> this;
      };
    }

    private Totals with(Payload payload) {
      int more = payload instanceof Payload.Generated ? 1 : 0;
      return new Totals(
          connections, generated + more, held + held(payload), bytes + payload.length(), pauses);
    }

    /**
     * Checks the limits.
     *
     * @param number of the step that was added last, from 1
     * @throws Malformed if the steps exceed a limit
     */
    void check(int number) throws Malformed {
      atMost(connections <= MOST_CONNECTIONS, number, MOST_CONNECTIONS + " connections");
      atMost(generated <= MOST_GENERATED, number, MOST_GENERATED + " generated payloads");
      atMost(held <= MOST_HELD, number, (MOST_HELD >> 20) + " MiB of memory for its payloads");
      atMost(bytes <= MOST_BYTES, number, (MOST_BYTES >> 40) + " TiB to send");
      atMost(
          pauses.compareTo(LONGEST_PAUSES) <= 0, number, LONGEST_PAUSES.toHours() + " h of pauses");
    }

    /**
     * Bytes that a payload holds while it is played: the period and its echo, and for a repeating
     * payload four periods in the write buffer.
     */
    private static long held(Payload payload) {
      long period = payload.period().length;
      return payload.length() > period ? 6 * period : 2 * period;
    }

    private static void atMost(boolean holds, int number, String limit) throws Malformed {
      if (!holds) {
        throw new Malformed("step " + number + ": a script has at most " + limit);
      }
    }
  }

  /** Reads one step. */
  private record Reader(int number, JsonNode json) {
    Step step() throws Malformed {
      if (!json.isObject()) {
        throw wrong("a step is an object such as {\"do\": \"connect\", \"on\": 0}");
      }
      return switch (kind()) {
        case CONNECT -> new Step.Connect(on());
        case SEND -> send();
        case READ -> read();
        case READ_TO_END -> new Step.ReadToEnd(on());
        case HALF_CLOSE -> new Step.HalfClose(on());
        case PAUSE -> {
          allow("millis");
          yield new Step.Pause((int) number("millis", 1, LONGEST_PAUSE));
        }
        case STOP_READING -> new Step.StopReading(on());
        case RESUME_READING -> new Step.ResumeReading(on());
        case RESET -> new Step.Reset(on());
        case CLOSE -> new Step.Close(on());
      };
    }

    private Step.Kind kind() throws Malformed {
      String name = text("do");
      return Stream.of(Step.Kind.values())
          .filter(kind -> kind.slug().equals(name))
          .findFirst()
          .orElseThrow(
              () -> wrong("\"do\" is none of " + kinds() + ": \"" + shortened(name) + "\""));
    }

    private static String kinds() {
      return Stream.of(Step.Kind.values()).map(Step.Kind::slug).collect(Collectors.joining(", "));
    }

    private Step send() throws Malformed {
      if (json.has("hex") == json.has("seed")) {
        throw wrong("a send has either \"hex\", or \"seed\", \"length\" and \"alphabet\"");
      }
      if (json.has("hex")) {
        allow("on", "hex", "text");
        return new Step.Send(connection(), Payload.of(bytes()));
      }
      allow("on", "seed", "length", "alphabet");
      long seed = number("seed", Long.MIN_VALUE, Long.MAX_VALUE);
      long length = number("length", 0, MOST_BYTES);
      return new Step.Send(connection(), new Payload.Generated(seed, length, alphabet()));
    }

    private byte[] bytes() throws Malformed {
      try {
        return HexFormat.of().parseHex(text("hex"));
      } catch (IllegalArgumentException e) {
        throw wrong("\"hex\" is not pairs of hex digits");
      }
    }

    private Alphabet alphabet() throws Malformed {
      String name = text("alphabet");
      for (Alphabet alphabet : Alphabet.values()) {
        if (alphabet.name().toLowerCase(Locale.ROOT).equals(name)) {
          return alphabet;
        }
      }
      throw wrong("\"alphabet\" is none of any, ascii, text: \"" + shortened(name) + "\"");
    }

    private Step read() throws Malformed {
      allow("on", "bytes");
      long bytes = json.has("bytes") ? number("bytes", 1, Long.MAX_VALUE) : Step.EVERYTHING;
      return new Step.Read(connection(), bytes);
    }

    private int on() throws Malformed {
      allow("on");
      return connection();
    }

    private int connection() throws Malformed {
      return (int) number("on", 0, HIGHEST_CONNECTION);
    }

    private void allow(String... keys) throws Malformed {
      for (String key : json.propertyNames()) {
        if (!key.equals("do") && !Set.of(keys).contains(key)) {
          throw wrong("\"" + text("do") + "\" has no \"" + shortened(key) + "\"");
        }
      }
    }

    private String text(String key) throws Malformed {
      JsonNode value = json.get(key);
      if (value == null || !value.isString()) {
        throw wrong("\"" + key + "\" is " + (value == null ? "missing" : "not a string"));
      }
      return value.stringValue();
    }

    private long number(String key, long least, long most) throws Malformed {
      JsonNode value = json.get(key);
      if (value == null) {
        throw wrong("\"" + key + "\" is missing");
      }
      if (!value.isIntegralNumber()) {
        throw wrong("\"" + key + "\" is not a whole number");
      }
      if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
        throw wrong("\"" + key + "\" is not from " + least + " to " + most);
      }
      return value.longValue();
    }

    private Malformed wrong(String what) {
      return new Malformed("step " + number + ": " + what);
    }

    private static String shortened(String text) {
      return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
  }
}
