package dev.echospec.option;

import dev.echospec.suite.CaseInfo;
import java.util.Optional;

/**
 * Where a reader of a report finds more about a case: its page on the documentation site, or the
 * command that explains it. No address is assumed: the site is wherever its owner has put it.
 *
 * @param base how addresses of the site begin: a URL, or a path that is relative to the report;
 *     empty if none is known
 */
public record CasePage(Optional<String> base) {
  /** Returns what the system property {@link KitProperty#DOCS} says. */
  public static CasePage ofSystem() {
    return new CasePage(KitProperty.DOCS.system().filter(text -> !text.isBlank()));
  }

  /** Returns the address of the page of a case; empty if no site is known. */
  public Optional<String> link(CaseInfo info) {
    return base.map(text -> text.replaceFirst("/+$", "") + "/cases/" + info.id() + ".html");
  }

  /** Returns the address or else the command, for a report of plain text. */
  public String about(CaseInfo info) {
    return link(info).orElse("./echospec explain " + info.id());
  }
}
