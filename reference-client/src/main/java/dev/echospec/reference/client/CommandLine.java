package dev.echospec.reference.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * The parsed command line.
 *
 * @param options where to connect and how to read
 * @param text the text to send
 * @param help true to print the help and do nothing else
 */
record CommandLine(ClientOptions options, String text, boolean help) {
  private static final String TUTORIAL_TEXT = "Hello World!";
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal MAX_SECONDS =
      BigDecimal.valueOf(ClientOptions.MAX_TIMEOUT.toSeconds());

  /**
   * Parses the arguments.
   *
   * @throws UsageException if an option is unknown, lacks its value or has a wrong one, or if there
   *     is more than one text
   */
  static CommandLine parse(String... args) throws UsageException {
    ClientOptions options = ClientOptions.tutorial();
    String text = null;
    boolean optionsEnded = false;
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (optionsEnded || !argument.startsWith("-") || argument.equals("-")) {
        if (text != null) {
          throw new UsageException(
              "there is more than one text, '"
                  + text
                  + "' and '"
                  + argument
                  + "': put quotes"
                  + " around the whole");
        }
        text = argument;
        continue;
      }
      Option option = Option.of(argument);
      try {
        switch (option.name) {
          case "--host" -> options = options.withHost(option.value(rest));
          case "--port" -> options = options.withPort(option.number(rest));
          case "--read-size" -> options = options.withReadSize(option.number(rest));
          case "--timeout" -> options = options.withTimeout(option.seconds(rest));
          case "--lang" -> options = options.withLanguage(language(option.value(rest)));
          case "--" -> optionsEnded = true;
          case "--help", "-h" -> {
            return new CommandLine(options, TUTORIAL_TEXT, option.flag());
          }
          default -> throw new UsageException(option.unknown());
        }
      } catch (IllegalArgumentException e) {
        throw new UsageException(option.name + ": " + e.getMessage());
      }
    }
    return new CommandLine(options, text == null ? TUTORIAL_TEXT : text, false);
  }

  private static Language language(String value) {
    return switch (value) {
      case "en" -> Language.EN;
      case "ru" -> Language.RU;
      default -> throw new IllegalArgumentException("en or ru, not '" + value + "'");
    };
  }

  /**
   * One argument, as {@code --name} or {@code --name=value}; the value is null in the first form.
   */
  private record Option(String name, String inlined) {

    static Option of(String argument) {
      int equals = argument.indexOf('=');
      return argument.startsWith("--") && equals > 0
          ? new Option(argument.substring(0, equals), argument.substring(equals + 1))
          : new Option(argument, null);
    }

    String value(Iterator<String> rest) throws UsageException {
      if (inlined != null) {
        return inlined;
      }
      if (!rest.hasNext()) {
        throw new UsageException(name + " needs a value");
      }
      return rest.next();
    }

    int number(Iterator<String> rest) throws UsageException {
      String value = value(rest);
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new UsageException(name + " needs a whole number, not '" + value + "'");
      }
    }

    Duration seconds(Iterator<String> rest) throws UsageException {
      String value = value(rest);
      try {
        // Bounded first: 1e999999999 is a number too, but not one of nanoseconds.
        BigDecimal seconds = new BigDecimal(value).min(MAX_SECONDS.add(BigDecimal.ONE));
        return Duration.ofNanos(
            seconds.max(BigDecimal.ZERO).multiply(NANOS_PER_SECOND).longValue());
      } catch (NumberFormatException e) {
        throw new UsageException(name + " needs a number of seconds, not '" + value + "'");
      }
    }

    boolean flag() throws UsageException {
      if (inlined != null) {
        throw new UsageException(name + " takes no value");
      }
      return true;
    }

    String unknown() {
      return "unknown option '" + name + "'; a text that starts with - goes after --";
    }
  }
}
