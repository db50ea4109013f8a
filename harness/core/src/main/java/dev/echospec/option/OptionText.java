package dev.echospec.option;

import dev.echospec.suite.Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of options and properties: one reader for each, so that the command line and a
 * build take the same texts. A text that is not accepted is an {@link IllegalArgumentException}
 * whose message quotes it and says what to write.
 */
public final class OptionText {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Duration MOST_PATIENCE = Duration.ofHours(1);
  private static final int MOST_PORT = 65_535;

  private OptionText() {}

  /**
   * Reads a time of more than zero.
   *
   * @param text such as 500ms, 2s, 10m, 1h
   */
  public static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time: write for example 500ms, 2s, 10m or 1h");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Reads a patience: a time of more than zero, an hour at most. */
  public static Duration patience(String text) {
    Duration patience = time(text);
    if (patience.compareTo(MOST_PATIENCE) > 0) {
      throw new IllegalArgumentException("takes a time up to 1h, not '" + text + "'");
    }
    return patience;
  }

  /**
   * Like {@link #patience}, for properties, where a number without a unit has always meant
   * milliseconds.
   *
   * @param text a time, or a number of milliseconds
   */
  public static Duration patienceOfProperty(String text) {
    return patience(MILLISECONDS.matcher(text).matches() ? text + "ms" : text);
  }

  /** Reads a number from 1. */
  public static int count(String text) {
    return number(text, Integer.MAX_VALUE, "takes a number from 1");
  }

  /** Reads the number of a port, from 1 to 65535. */
  public static int port(String text) {
    return number(text, MOST_PORT, "takes a number from 1 to " + MOST_PORT);
  }

  private static int number(String text, int most, String takes) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new IllegalArgumentException(takes + ", not '" + text + "'");
  }

  /** Reads a whole number. */
  public static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("takes a whole number, not '" + text + "'", e);
    }
  }

  /**
   * Returns the seed that a text stands for: from 1 to 2<sup>31</sup> - 1, the same everywhere.
   *
   * @param text that the parts of a run have in common; not blank
   */
  public static long seedOfRun(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("takes a text that names the run, not nothing");
    }
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    return Math.max(1, ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE);
  }

  /** Reads the name of a profile, in either case. */
  public static Profile profile(String text) {
    return Profile.find(text.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is no profile: write one of " + Profile.ids()));
  }

  /** Reads true or false; an empty text means true, like an option without a value. */
  public static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("takes true or false, not '" + text + "'");
    };
  }

  /** Reads a list that is separated by commas, and strips the blanks around each item. */
  public static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
