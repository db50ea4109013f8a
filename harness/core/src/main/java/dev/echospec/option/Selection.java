package dev.echospec.option;

import dev.echospec.result.Glob;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cases to run.
 *
 * @param include globs of which one must match; all cases if empty; {@code *} stands for anything,
 *     {@code ?} for one character
 * @param exclude globs of which none may match
 * @param shard number of the part to run, from 1
 * @param shards number of parts
 */
public record Selection(List<String> include, List<String> exclude, int shard, int shards) {
  /** Checks the shard. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    if (shard < 1 || shard > shards) {
      throw new IllegalArgumentException(
          "there is no shard " + shard + " of " + shards + ": write i/n with i from 1 to n");
    }
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
    List<CaseInfo> part = new ArrayList<>();
    for (int i = shard - 1; i < chosen.size(); i += shards) {
      part.add(chosen.get(i));
    }
    if (part.isEmpty()) {
      throw new IllegalArgumentException("this selection leaves no case: see ./echospec list");
    }
    return part;
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
