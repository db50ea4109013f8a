package dev.echospec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command lines of the kit in README.md and below docs/, and those of Maven there and on the
 * pages for contributors, as their readers copy them.
 */
final class DocumentedCommands {
  private static final String KIT = "./echospec ";
  private static final String MAVEN = "mvn ";

  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\n\\s*");

  /** Variables that a command is given before its name. */
  private static final Pattern VARIABLES = Pattern.compile("^([A-Z_]+=\\S+ )*");

  /** What a shell takes for itself: a comment, another file, another command. */
  private static final Pattern OF_THE_SHELL =
      Pattern.compile("\\s+#.*|\\s+>\\s.*|\\s+\\|\\|.*|\\s*-->");

  private DocumentedCommands() {}

  /** Returns each command line of the kit with the pages that it stands on. */
  static Map<String, List<String>> all() throws IOException {
    return on(List.of(), DocumentedCommands::of);
  }

  /** Returns each command line of Maven, without {@code mvn}, with the pages that it stands on. */
  static Map<String, List<String>> maven() throws IOException {
    return on(List.of("CONTRIBUTING.md", "examples/README.md"), page -> of(page, MAVEN));
  }

  private static Map<String, List<String>> on(
      List<String> more, Function<String, List<String>> commandsOf) throws IOException {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    Path project = Kit.project();
    List<Path> pages = new ArrayList<>(List.of(project.resolve("README.md")));
    more.forEach(page -> pages.add(project.resolve(page)));
    try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path page : pages) {
      String name = project.relativize(page).toString();
      commandsOf
          .apply(Files.readString(page))
          .forEach(line -> commands.computeIfAbsent(line, key -> new ArrayList<>()).add(name));
    }
    return commands;
  }

  /** Returns the command lines of the kit on a page, without {@code ./echospec}. */
  static List<String> of(String page) {
    return of(page, KIT);
  }

  private static List<String> of(String page, String start) {
    List<String> found = new ArrayList<>();
    for (Pattern block : List.of(FENCED, COMMENT)) {
      block
          .matcher(page)
          .results()
          .flatMap(text -> CONTINUED.matcher(text.group()).replaceAll("").lines())
          .flatMap(line -> Stream.of(line.split(" && ")))
          .filter(line -> line.contains(start))
          .forEach(found::add);
    }
    INLINE
        .matcher(COMMENT.matcher(FENCED.matcher(page).replaceAll("")).replaceAll(""))
        .results()
        .map((MatchResult code) -> code.group(1).replaceAll("\\s+", " "))
        .flatMap(code -> Stream.of(code.split(" && ")))
        .filter(code -> VARIABLES.matcher(code).replaceFirst("").startsWith(start))
        .forEach(found::add);
    return found.stream()
        .map(line -> line.substring(line.indexOf(start) + start.length()))
        .map(line -> OF_THE_SHELL.matcher(line).replaceFirst("").strip())
        .toList();
  }
}
