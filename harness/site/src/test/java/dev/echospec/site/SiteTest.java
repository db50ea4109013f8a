package dev.echospec.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.diagnosis.Cause;
import dev.echospec.script.JsonText;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this checkout. */
class SiteTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "harness/site")).resolve("../..").normalize();

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private static Map<String, byte[]> files;

  @BeforeAll
  static void make() throws IOException {
    files = Site.of(PROJECT);
  }

  private static String text(String file) {
    assertThat(files).containsKey(file);
    return new String(files.get(file), UTF_8);
  }

  private static Stream<String> pages() {
    return files.keySet().stream().filter(file -> file.endsWith(".html"));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Test
  void everyCaseHasAPageAtItsAddressWithItsRule() {
    for (CaseInfo info : Catalogue.all()) {
      assertThat(text("cases/" + info.id() + ".html"))
          .contains("<title>" + info.id() + " ", info.level().name(), "--case " + info.id() + " ")
          .contains(escaped(info.rule().rule()), escaped(info.rule().fix()));
    }
    assertThat(text("cases/stream/split-character.html")).contains("decodes-each-read.html");
    assertThat(text("cases/client/output.html")).contains("./echospec client --case client/output");
  }

  @Test
  void everyCauseHasAPageAtItsAddressWithItsFix() {
    for (Cause cause : Cause.values()) {
      assertThat(text("causes/" + cause.id() + ".html"))
          .contains("<title>" + cause.id() + " ", escaped(cause.fix()));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Test
  void everyDocumentIsAPage() throws IOException {
    try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
      assertThat(files.keySet())
          .containsAll(
              docs.map(PROJECT::relativize)
                  .map(Path::toString)
                  .filter(file -> file.endsWith(".md"))
                  .map(file -> file.replaceFirst("md$", "html"))
                  .toList())
          .contains("README.html", "CONTRIBUTING.html", "CHANGELOG.html", "examples/README.html");
    }
  }

  @Test
  void everyLinkLeadsToAFileOfTheSiteAndToAPlaceInIt() {
    List<String> dead = new ArrayList<>();
    pages()
        .forEach(
            page -> {
              for (String link : all(LINK, text(page))) {
                if (link.matches("(https?|data):.*")) {
                  continue;
                }
                String[] parts = link.split("#", 2);
                String file =
                    parts[0].isEmpty()
                        ? page
                        : Path.of("/" + page)
                            .resolveSibling(parts[0])
                            .normalize()
                            .toString()
                            .substring(1);
                if (!files.containsKey(file)
                    || parts.length == 2 && !all(ID, text(file)).contains(parts[1])) {
                  dead.add(page + ": " + link);
                }
              }
            });
    assertThat(dead).isEmpty();
  }

  @Test
  void everyPageIsReachedFromTheFront() {
    Set<String> reached = new TreeSet<>();
    List<String> waiting = new ArrayList<>(List.of("index.html"));
    while (!waiting.isEmpty()) {
      String page = waiting.remove(0);
      if (page.endsWith(".html") && reached.add(page)) {
        all(LINK, text(page)).stream()
            .filter(link -> !link.contains(":") && !link.startsWith("#"))
            .map(link -> link.split("#", 2)[0])
            .forEach(
                link ->
                    waiting.add(
                        Path.of("/" + page)
                            .resolveSibling(link)
                            .normalize()
                            .toString()
                            .substring(1)));
      }
    }
    assertThat(reached).containsExactlyElementsOf(pages().sorted().toList());
  }

  @Test
  void theFrontBeginsWithTheKindsOfUsersAndTheirCommands() {
    String front = text("index.html");

    assertThat(all(Pattern.compile("<li><a href=\"docs/start/([a-z-]*)[.]html\""), front))
        .containsExactly("server", "client", "image", "languages", "java-tests", "class");
    assertThat(front.indexOf("docs/start/class")).isLessThan(front.lastIndexOf("cases/index"));
    assertThat(front).contains(">./echospec verify localhost:10000</pre>");
  }

  @Test
  void theIdOfACaseInADocumentIsALinkToItsPage() {
    assertThat(text("docs/clients.html"))
        .contains("<a href=\"../cases/client/sends.html\"><code>client/sends</code></a>");
    assertThat(text("docs/diagnosis.html")).contains("<a href=\"../causes/locale.html\">");
  }

  @Test
  void theIndexOfTheSearchHasEveryCaseCauseAndDocument() throws Exception {
    String script = text("search-index.js");
    List<String> addresses =
        JsonText.parse(script.substring(script.indexOf('['), script.lastIndexOf(']') + 1))
            .valueStream()
            .map(entry -> entry.get("address").stringValue())
            .toList();

    assertThat(addresses).doesNotHaveDuplicates();
    assertThat(addresses.stream().map(one -> one.split("#")[0]).collect(Collectors.toSet()))
        .containsAll(pages().filter(page -> !page.equals("index.html")).toList());
  }

  @Test
  void theSameCheckoutGivesTheSameBytes() throws IOException {
    Map<String, byte[]> again = Site.of(PROJECT);

    assertThat(again.keySet()).isEqualTo(files.keySet());
    assertThat(again).allSatisfy((file, bytes) -> assertThat(bytes).isEqualTo(files.get(file)));
    assertThat(files.keySet()).noneMatch(file -> file.startsWith("/") || file.contains(".."));
    String here = PROJECT.toAbsolutePath().normalize().toString();
    assertThat(pages()).noneMatch(page -> text(page).contains(here));
  }

  @Test
  void aBuildReplacesAnEarlierSiteAndNothingElse(@TempDir Path folder) throws IOException {
    Path site = folder.resolve("site");
    SiteFolder.write(files, site);
    Files.writeString(site.resolve("cases/gone.html"), "of an earlier build");

    SiteFolder.write(files, site);

    try (Stream<Path> written = Files.walk(site)) {
      assertThat(written.filter(Files::isRegularFile).map(site::relativize).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "mine");
    assertThatThrownBy(() -> SiteFolder.write(files, foreign))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no site");
    assertThat(foreign.resolve("letter.txt")).exists();
  }

  @Test
  void markupInADocumentIsTextAndALinkToNowhereIsAnError(@TempDir Path project) throws IOException {
    MarkdownPage hostile =
        new MarkdownPage(
            "docs/x.md", "# `<b>` & <script>x</script>\n\n| a<table> |\n|---|\n| <img src=x> |\n");

    assertThat(hostile.page(Map.of()).html())
        .doesNotContain("<script", "<img", "<b>")
        .contains("&lt;script&gt;");
    for (String file :
        Arrays.asList("server", "client", "image", "languages", "java-tests", "class")) {
      Path start = project.resolve("docs/start/" + file + ".md");
      Files.createDirectories(start.getParent());
      Files.writeString(start, "# x\n\n```\n./echospec list\n```\n");
    }
    Files.writeString(project.resolve("README.md"), "# x\n[y](docs/gone.md)\n");
    assertThatThrownBy(() -> Site.of(project)).hasMessageContaining("gone.md");
  }
}
