package dev.echospec.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * The servers to compare.
 *
 * @param file as the user named it
 * @param folder that the file is in, absolute: commands run there, and paths start from there
 * @param members in the order of the file, one or more
 * @param names of all members that the file has, also of those that are not to be run
 */
public record Fleet(String file, Path folder, List<Member> members, List<String> names) {
  /** Copies the lists. */
  public Fleet {
    members = List.copyOf(members);
    names = List.copyOf(names);
  }

  Fleet(String file, Path folder, List<Member> members) {
    this(file, folder, members, members.stream().map(Member::name).toList());
  }

  /**
   * Returns the same fleet with some of its members.
   *
   * @param wanted names of some members
   * @throws IllegalArgumentException if there is none of such a name; for the user
   */
  public Fleet only(List<String> wanted) {
    for (String name : wanted) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            file + " has no member '" + name + "', only " + String.join(", ", names));
      }
    }
    return new Fleet(
        file, folder, members.stream().filter(m -> wanted.contains(m.name())).toList(), names);
  }

  /**
   * Returns the fleet with its containers being up already: each on a host of its member's name, at
   * the port that it has inside, where something outside of the kit restarts it when it ends.
   */
  public Fleet running() {
    return new Fleet(file, folder, members.stream().map(Member::running).toList(), names);
  }

  /** The target of a member as it is written in a command that is run from where the kit was. */
  String replayed(Member member) {
    return DisplayPath.is(folder) || member.target().isPresent() || member.command().isEmpty()
        ? member.targetWords(List.of())
        : member.targetWords(List.of("env", "-C", DisplayPath.path(folder)));
  }
}
