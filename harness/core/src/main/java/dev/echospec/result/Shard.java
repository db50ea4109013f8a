package dev.echospec.result;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;
import java.util.Objects;

/**
 * Which of the selected cases a run was to judge: all of them, or one of several parts. It is the
 * property {@code shard} of {@code results.json}.
 *
 * @param number of the part, from 1
 * @param of number of parts; 1 for a run of all selected cases
 * @param planned ids of the cases of this part, in the order of the catalogue; may be empty
 * @param selected ids of the cases of all parts, in the order of the catalogue
 * @param catalogue the {@link Catalogue#fingerprint} of the kit that ran them
 */
public record Shard(
    int number, int of, List<String> planned, List<String> selected, String catalogue) {
  /** Most parts of a run. */
  public static final int MOST = 1000;

  /** Refuses a part that there is not, and copies the lists. */
  public Shard {
    if (number < 1 || number > of || of > MOST) {
      throw new IllegalArgumentException("there is no shard " + number + " of " + of);
    }
    Objects.requireNonNull(catalogue, "\"catalogue\" is missing");
    planned = List.copyOf(planned);
    selected = List.copyOf(selected);
  }

  /**
   * Creates a part of the cases of this kit's catalogue.
   *
   * @param number of the part, from 1
   * @param of number of parts
   * @param planned the cases of this part
   * @param selected the cases of all parts
   */
  public static Shard of(int number, int of, List<CaseInfo> planned, List<CaseInfo> selected) {
    return new Shard(number, of, ids(planned), ids(selected), Catalogue.fingerprint());
  }

  private static List<String> ids(List<CaseInfo> cases) {
    return cases.stream().map(CaseInfo::id).toList();
  }

  /** Returns whether there are other parts. */
  public boolean isPart() {
    return of > 1;
  }

  /** Returns the same cases as one part. */
  Shard whole() {
    return new Shard(1, 1, selected, selected, catalogue);
  }

  /** Returns its name, such as "part 2 of 4". */
  public String words() {
    return "part " + number + " of " + of;
  }
}
