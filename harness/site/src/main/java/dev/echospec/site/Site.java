package dev.echospec.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.diagnosis.Cause;
import dev.echospec.report.RequirementsPage;
import dev.echospec.script.JsonText;
import dev.echospec.suite.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The documentation site of a checkout, as files. It works from any folder, without a server and
 * without a network. The same checkout gives the same bytes.
 */
public final class Site {
  /** The pages for the kinds of users, in the order of the front page. */
  private static final List<String> STARTS =
      Stream.of("server", "client", "image", "languages", "java-tests", "class")
          .map(name -> "docs/start/" + name + ".md")
          .toList();

  private final Path project;
  private final Map<String, MarkdownPage> documents = new TreeMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();

  private Site(Path project) {
    this.project = project;
  }

  /**
   * Makes the site of a checkout.
   *
   * @param project its folder
   * @return the files by their path in the site, with slashes
   * @throws IOException if a file cannot be read or a link leads nowhere
   */
  public static Map<String, byte[]> of(Path project) throws IOException {
    Site site = new Site(project);
    site.make();
    return site.files;
  }

  private void make() throws IOException {
    read();
    CaseAndCausePages registry = new CaseAndCausePages(Catalogue.all(), List.of(Cause.values()));
    List<SitePage> pages = new ArrayList<>(registry.all());
    documents.values().forEach(document -> pages.add(document.page(registry.places())));
    pages.add(front());
    for (SitePage page : pages) {
      files.put(page.place().path(), framed(page).getBytes(UTF_8));
    }
    List<SitePage.Entry> entries = pages.stream().flatMap(page -> page.entries().stream()).toList();
    files.put(
        "search-index.js",
        ("var echospecIndex = " + JsonText.line(entries) + ";\n").getBytes(UTF_8));
    files.put("search.js", resource(Site.class, "search.js"));
    files.put("page.css", resource(RequirementsPage.class, "page.css"));
    files.put("site.css", resource(Site.class, "site.css"));
  }

  /** Reads the README, all documents, and what they link to. */
  private void read() throws IOException {
    Deque<String> waiting = new ArrayDeque<>(STARTS);
    waiting.add("README.md");
    try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
      docs.filter(MarkdownPage::isMarkdown).map(this::name).sorted().forEach(waiting::add);
    }
    while (!waiting.isEmpty()) {
      String file = waiting.remove();
      if (documents.containsKey(file) || files.containsKey(file)) {
        continue;
      }
      if (file.endsWith(".md")) {
        MarkdownPage page = new MarkdownPage(file, Files.readString(project.resolve(file)));
        documents.put(file, page);
        waiting.addAll(page.linked());
      } else {
        files.put(file, Files.readAllBytes(project.resolve(file)));
      }
    }
  }

  private String name(Path file) {
    return project.relativize(file).toString().replace('\\', '/');
  }

  private SitePage front() {
    String html =
        PageTemplates.html(
            "front",
            Map.of(
                "starts",
                STARTS.stream().map(documents::get).toList(),
                "documents",
                documents.entrySet().stream()
                    .filter(one -> !one.getKey().matches("docs/(start|decisions)/.*"))
                    .map(Map.Entry::getValue)
                    .toList(),
                "cases",
                Catalogue.all().size(),
                "causes",
                Cause.values().length,
                "intro",
                documents.get("README.md").intro()));
    return new SitePage(Place.FRONT, "echospec", html, List.of());
  }

  private static String framed(SitePage page) {
    return PageTemplates.html("frame", Map.of("page", page, "root", page.place().root()));
  }

  private static byte[] resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
