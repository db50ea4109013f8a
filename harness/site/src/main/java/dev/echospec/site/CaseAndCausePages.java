package dev.echospec.site;

import dev.echospec.diagnosis.CaseReference;
import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.CaseInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of the registry: each case, each cause, and the lists of them. */
final class CaseAndCausePages {
  private final List<CaseInfo> cases;
  private final List<Cause> causes;

  /**
   * Creates the pages.
   *
   * @param cases all of them, in the order of the lists
   * @param causes all of them
   */
  CaseAndCausePages(List<CaseInfo> cases, List<Cause> causes) {
    this.cases = List.copyOf(cases);
    this.causes = List.copyOf(causes);
  }

  /** Returns the address of the page of each case and cause, by its id. */
  Map<String, Place> places() {
    Map<String, Place> places = new LinkedHashMap<>();
    causes.forEach(cause -> places.put(cause.id(), Place.of(cause)));
    cases.forEach(info -> places.put(info.id(), Place.of(info)));
    return places;
  }

  /** Returns all pages. */
  List<SitePage> all() {
    List<SitePage> pages = new ArrayList<>();
    pages.add(list(Place.CASES, "Cases", "cases", Map.of("sections", sections())));
    pages.add(list(Place.CAUSES, "Causes", "causes", Map.of("causes", causes)));
    cases.forEach(info -> pages.add(page(info)));
    causes.forEach(cause -> pages.add(page(cause)));
    return pages;
  }

  private static SitePage list(
      Place place, String title, String template, Map<String, Object> values) {
    return new SitePage(
        place,
        title,
        PageTemplates.html(template, values),
        List.of(new SitePage.Entry("page", place.path(), title, "")));
  }

  private Map<String, List<CaseInfo>> sections() {
    Map<String, List<CaseInfo>> sections = new LinkedHashMap<>();
    for (CaseInfo info : cases) {
      sections.computeIfAbsent(info.section(), name -> new ArrayList<>()).add(info);
    }
    return sections;
  }

  private SitePage page(CaseInfo info) {
    List<Cause> breaking =
        causes.stream()
            .filter(
                cause ->
                    cause.mustFail().stream().map(CaseReference::id).anyMatch(info.id()::equals))
            .toList();
    return new SitePage(
        Place.of(info),
        info.id(),
        PageTemplates.html(
            "case",
            Map.of(
                "info",
                info,
                "root",
                Place.of(info).root(),
                "causes",
                breaking,
                "others",
                sections().get(info.section()))),
        List.of(
            new SitePage.Entry(
                "case",
                Place.of(info).path(),
                info.id(),
                String.join(
                    "\n",
                    info.level().name(),
                    info.rule().rule(),
                    info.rule().why(),
                    info.rule().fix(),
                    info.rule().source()))));
  }

  private static SitePage page(Cause cause) {
    return new SitePage(
        Place.of(cause),
        cause.id(),
        PageTemplates.html("cause", Map.of("cause", cause, "root", Place.of(cause).root())),
        List.of(
            new SitePage.Entry(
                "cause",
                Place.of(cause).path(),
                cause.id(),
                cause.sentence() + "\n" + cause.fix())));
  }
}
