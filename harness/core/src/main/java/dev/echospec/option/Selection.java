package dev.echospec.option;

import dev.echospec.result.Glob;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;

/**
 * Which cases to run.
 *
 * @param include globs of which one must match; all cases if empty; {@code *} stands for anything,
 *     {@code ?} for one character
 * @param exclude globs of which none may match
 */
public record Selection(List<String> include, List<String> exclude) {
  /** Copies the lists. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /**
   * Returns the cases for servers in the order of the catalogue.
   *
   * @throws IllegalArgumentException if a glob matches none, or nothing is left; the message is for
   *     the user
   */
  public List<CaseInfo> cases() {
    return cases(Catalogue.cases());
  }

  /**
   * Returns cases in their order.
   *
   * @param catalogue what to choose from
   * @throws IllegalArgumentException if a glob matches none, or nothing is left; the message is for
   *     the user
   */
  public List<CaseInfo> cases(List<CaseInfo> catalogue) {
    for (String glob : include) {
      mustMatch(glob, catalogue);
    }
    for (String glob : exclude) {
      mustMatch(glob, catalogue);
    }
    List<CaseInfo> chosen =
        catalogue.stream()
            .filter(info -> include.isEmpty() || matches(include, info))
            .filter(info -> !matches(exclude, info))
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("this selection leaves no case: see ./echospec list");
    }
    return chosen;
  }

  private static void mustMatch(String glob, List<CaseInfo> catalogue) {
    if (catalogue.stream().noneMatch(info -> matches(List.of(glob), info))) {
      boolean isElsewhere = Catalogue.all().stream().anyMatch(info -> matches(List.of(glob), info));
      throw new IllegalArgumentException(
          isElsewhere
              ? "'"
                  + glob
                  + "' is of the other kind: ./echospec client has the cases of the section client,"
                  + " and ./echospec verify all others"
              : "no case matches '" + glob + "': ./echospec list shows them all");
    }
  }

  private static boolean matches(List<String> globs, CaseInfo info) {
    return globs.stream().anyMatch(glob -> Glob.matches(glob, info.id()));
  }
}
