package dev.echospec.reference.server;

import java.util.Iterator;
import java.util.List;

/**
 * The parsed command line.
 *
 * @param options how to serve
 * @param quiet true to print no dialogue
 * @param help true to print the help and do nothing else
 */
record CommandLine(ServerOptions options, boolean quiet, boolean help) {

  /**
   * Parses the arguments.
   *
   * @throws UsageException if an option is unknown, lacks its value or has a wrong one
   */
  static CommandLine parse(String... args) throws UsageException {
    ServerOptions options = ServerOptions.tutorial();
    boolean quiet = false;
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      Option option = Option.of(rest.next());
      try {
        switch (option.name) {
          case "--host" -> options = options.withHost(option.value(rest));
          case "--port" -> options = options.withPort(option.number(rest));
          case "--read-size" -> options = options.withReadSize(option.number(rest));
          case "--backlog" -> options = options.withBacklog(option.number(rest));
          case "--transform" -> options = options.withTransform(transform(option.value(rest)));
          case "--lang" -> options = options.withLanguage(language(option.value(rest)));
          case "--concurrent" -> options = options.withConcurrent(option.flag());
          case "--quiet" -> quiet = option.flag();
          case "--help", "-h" -> {
            return new CommandLine(options, quiet, option.flag());
          }
          default -> throw new UsageException(option.unknown());
        }
      } catch (IllegalArgumentException e) {
        throw new UsageException(option.name + ": " + e.getMessage());
      }
    }
    return new CommandLine(options, quiet, false);
  }

  private static Transform transform(String value) {
    return switch (value) {
      case "upper" -> Transform.UPPER;
      case "identity" -> Transform.IDENTITY;
      default -> throw new IllegalArgumentException("upper or identity, not '" + value + "'");
    };
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

    boolean flag() throws UsageException {
      if (inlined != null) {
        throw new UsageException(name + " takes no value");
      }
      return true;
    }

    String unknown() {
      return (name.startsWith("-") ? "unknown option '" : "unexpected argument '") + name + "'";
    }
  }
}
