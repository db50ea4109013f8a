package dev.echospec.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * What is different from an earlier comparison.
 *
 * @param since when the earlier one was made, in words or as an instant
 * @param list all changes, the bad ones first
 */
public record Changes(String since, List<Change> list) {
  /** Copies the list. */
  public Changes {
    list = List.copyOf(list);
  }

  /** What sort of change it is; the order in which they are told. */
  public enum Kind {
    /** It was fine, or could be run, and no longer is. */
    BROKEN("broken"),
    /** It was broken, or could not be run, and no longer is. */
    FIXED("fixed"),
    /** A member or case that the earlier comparison did not have. */
    NEW("new"),
    /** A member or case that there is no more. */
    GONE("gone");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the kind in a word, in lower case. */
    @JsonValue
    public String word() {
      return word;
    }
  }

  /**
   * One change.
   *
   * @param kind of what sort
   * @param member the name of the member; empty if the change is about a case as such
   * @param caseId which case; empty if it is about the member as a whole
   * @param before the standing or verdict then, in words; empty if new
   * @param after the standing or verdict now, in words; empty if gone
   */
  public record Change(
      Kind kind,
      Optional<String> member,
      @JsonProperty("case") Optional<String> caseId,
      Optional<String> before,
      Optional<String> after) {
    /** Returns "name, case: before, now after", as far as there is something to say. */
    public String words() {
      String what =
          member
              .map(name -> caseId.map(id -> name + ", " + id).orElse(name))
              .orElse(caseId.orElse(""));
      if (before.isPresent() && after.isPresent()) {
        return what + ": was " + before.get() + ", is " + after.get();
      }
      return what;
    }
  }

  /**
   * Returns the changes of one kind.
   *
   * @param kind which
   */
  public List<Change> of(Kind kind) {
    return list.stream().filter(change -> change.kind() == kind).toList();
  }
}
