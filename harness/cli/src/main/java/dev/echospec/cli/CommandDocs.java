package dev.echospec.cli;

import dev.echospec.report.Console;
import dev.echospec.result.KitVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What a package of the kit brings for its command line: manual pages, and the completion of
 * commands and options in shells. Both are made of the commands themselves.
 */
final class CommandDocs {
  /** The name of the program where it is installed; in a checkout it is a path. */
  private static final String PROGRAM = "echospec";

  /** Columns of the parts of an option's line that are its names and its parameter. */
  private static final int NAMES = 4;

  /** The values of an option, in the script of picocli. */
  private static final Pattern CONSTANTS = Pattern.compile("(?<=_option_args=)\\([^)]*\\)");

  private final CommandLine line;

  private CommandDocs(CommandLine line) {
    this.line = line;
  }

  /**
   * Writes the files below a folder, in the places where systems look for them: {@code man/man1}
   * and {@code bash-completion/completions}.
   *
   * @param args the folder, which is made
   * @throws IOException if they cannot be written
   */
  public static void main(String[] args) throws IOException {
    CommandDocs docs = ofThisKit();
    Path folder = Path.of(args[0]);
    Path pages = Files.createDirectories(folder.resolve("man/man1"));
    for (Map.Entry<String, String> page : docs.manualPages().entrySet()) {
      Files.writeString(pages.resolve(page.getKey()), page.getValue());
    }
    Path completions = Files.createDirectories(folder.resolve("bash-completion/completions"));
    Files.writeString(completions.resolve(PROGRAM), docs.completion());
  }

  /** Returns the documents of all commands. */
  static CommandDocs ofThisKit() {
    Console nowhere = Console.nowhere();
    CommandLine line =
        Echospec.commandLine(new Commands(nowhere, nowhere, Map.of(), false, List.of()));
    line.setCommandName(PROGRAM);
    return new CommandDocs(line);
  }

  /**
   * Returns the script that completes in bash, and in zsh, which reads it as well. Values of
   * options are in it as the help has them; picocli would write the names of the constants.
   */
  String completion() {
    return CONSTANTS
        .matcher(AutoComplete.bash(PROGRAM, line))
        .replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }

  /** Returns a manual page for the program and one for each command, by the name of its file. */
  Map<String, String> manualPages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(PROGRAM + ".1", page(PROGRAM, line));
    line.getSubcommands()
        .forEach(
            (name, command) ->
                pages.put(PROGRAM + "-" + name + ".1", page(PROGRAM + "-" + name, command)));
    return pages;
  }

  private static String page(String title, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    List<String> page = new ArrayList<>();
    page.add(
        ".TH " + title.toUpperCase(Locale.ROOT) + " 1 \"\" \"echospec " + KitVersion.text() + "\"");
    page.add(".SH NAME");
    page.add(roff(title + " - " + String.join(" ", usage.description()).replaceFirst("\\.$", "")));
    page.add(".SH SYNOPSIS");
    page.add(roff(help.synopsis(0).replaceAll("\\s+", " ").strip()));
    Map<String, CommandLine> commands = command.getSubcommands();
    if (!commands.isEmpty()) {
      page.add(".SH COMMANDS");
      commands.forEach(
          (name, sub) ->
              item(
                  page,
                  PROGRAM + "-" + name + "(1)",
                  String.join(" ", sub.getCommandSpec().usageMessage().description())));
    }
    Stream<Text[][]> parameters =
        spec.positionalParameters().stream()
            .filter(one -> !one.hidden())
            .map(
                one ->
                    help.createDefaultParameterRenderer()
                        .render(one, help.createDefaultParamLabelRenderer(), help.colorScheme()));
    Stream<Text[][]> options =
        spec.options().stream()
            .filter(one -> !one.hidden())
            .map(
                one ->
                    help.createDefaultOptionRenderer()
                        .render(one, help.createDefaultParamLabelRenderer(), help.colorScheme()));
    page.add(".SH OPTIONS");
    Stream.concat(parameters, options).forEach(rows -> item(page, names(rows), words(rows)));
    if (usage.footer().length > 0) {
      page.add(".SH NOTES");
      page.add(".nf");
      Arrays.stream(usage.footer())
          .dropWhile(String::isBlank)
          .map(CommandDocs::roff)
          .forEach(page::add);
      page.add(".fi");
    }
    return String.join("\n", page) + "\n";
  }

  private static void item(List<String> page, String term, String text) {
    page.add(".TP");
    page.add(roff(term));
    page.add(roff(text));
  }

  private static String names(Text[][] rows) {
    return Arrays.stream(rows[0])
        .limit(NAMES)
        .map(Text::plainString)
        .collect(Collectors.joining())
        .replaceFirst("^\\s*(-.),", "$1, ")
        .strip();
  }

  private static String words(Text[][] rows) {
    return Arrays.stream(rows)
        .map(row -> row[row.length - 1].plainString())
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** A line that begins with a full stop or a quote would be a request. */
  private static String roff(String text) {
    String installed = text.replace("./" + PROGRAM, PROGRAM);
    String escaped = installed.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
