package dev.echospec.expect;

import dev.echospec.file.TextFile;
import dev.echospec.file.YamlListFile;
import dev.echospec.file.YamlText;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads the file of known failures, and checks all of it. */
public final class KnownFailuresFile extends YamlListFile<KnownFailure> {
  /** Maximum number of entries of a list. */
  public static final int MOST = 1_000;

  private static final int MOST_WORDS = 100;
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_GLOB = 100;
  private static final String TOP = "known-failures";
  private static final Set<String> KEYS = Set.of("case", "reason", "words", "until");

  private static final Outline OUTLINE =
      new Outline(
          TOP,
          "write " + TOP + ": []",
          "entry",
          "entries",
          "case",
          MOST,
          "a list of known failures has at most " + MOST + " entries: use patterns",
          Optional.empty());

  private KnownFailuresFile(YAMLParser parser) {
    super(parser, OUTLINE);
  }

  /**
   * Reads a file.
   *
   * @param clock tells the day, on which entries may expire
   * @throws Malformed if it is not there or not as docs/expectations.md says; the message begins
   *     with the path, and tells line and column where there are any
   */
  public static KnownFailures read(Path path, Clock clock) throws Malformed {
    return new KnownFailures(
        path.toString(),
        parse(path.toString(), TextFile.read(path, YamlText.LONGEST)),
        LocalDate.now(clock));
  }

  /**
   * Returns the entries.
   *
   * @param file name of the text in messages
   * @param text in YAML
   * @throws Malformed as above
   */
  static List<KnownFailure> parse(String file, String text) throws Malformed {
    return parse(file, text, KnownFailuresFile::new);
  }

  /**
   * Reads a list of entries that stands in another file.
   *
   * @param parser at the beginning of the list; afterwards at its end
   * @return the entries, {@link #MOST} at most
   * @throws Malformed if it is none; the message begins with line and column
   */
  public static List<KnownFailure> entries(YAMLParser parser) throws Malformed {
    return new KnownFailuresFile(parser).list();
  }

  @Override
  protected KnownFailure item() throws Malformed {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("an entry must have case, reason and words: begin it with '- case:'");
    }
    TokenStreamLocation begin = parser.currentTokenLocation();
    Set<String> seen = new HashSet<>();
    Optional<String> glob = Optional.empty();
    Optional<String> reason = Optional.empty();
    List<String> words = List.of();
    Optional<LocalDate> until = Optional.empty();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (!KEYS.contains(key)) {
        throw wrong("an entry has no '" + key + "', only case, reason, words and until");
      }
      if (!seen.add(key)) {
        throw wrong("the entry has a second '" + key + "': remove one of them");
      }
      parser.nextToken();
      switch (key) {
        case "case" -> glob = Optional.of(glob());
        case "reason" -> reason = Optional.of(bounded(key).strip().replaceAll("\\s+", " "));
        case "words" -> words = words();
        default -> until = Optional.of(date());
      }
    }
    String missing =
        List.of("case", "reason", "words").stream()
            .filter(key -> !seen.contains(key))
            .collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      throw wrong(begin, "the entry has no " + missing + ": add what is missing");
    }
    return new KnownFailure(
        glob.orElseThrow(), reason.orElseThrow(), words, until, begin.getLineNr());
  }

  private String glob() throws Malformed {
    String glob = bounded("case");
    if (glob.length() > LONGEST_GLOB || !glob.matches("[a-z0-9/*?-]+")) {
      throw wrong(
          "'"
              + glob
              + "' can match no case: write an id such as close/empty, or a pattern such as close/*");
    }
    return glob;
  }

  private List<String> words() throws Malformed {
    String advice = "words takes a list of what the failure says, such as [UnicodeDecodeError]";
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(advice);
    }
    TokenStreamLocation begin = parser.currentTokenLocation();
    List<String> words = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (words.size() == MOST_WORDS) {
        throw wrong("an entry has at most " + MOST_WORDS + " words");
      }
      String word = bounded("words");
      if (word.lines().count() > 1 || word.endsWith("\n")) {
        throw wrong("words must not go over several lines: make it several words");
      }
      words.add(word);
    }
    if (words.isEmpty()) {
      throw wrong(begin, advice);
    }
    return words;
  }

  private LocalDate date() throws Malformed {
    String text = bounded("until");
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("'" + text + "' is no date: write one such as 2027-01-31");
    }
  }

  private String bounded(String key) throws Malformed {
    String text = text(key);
    if (text.length() > LONGEST_TEXT) {
      throw wrong(key + " takes at most " + LONGEST_TEXT + " characters");
    }
    return text;
  }
}
