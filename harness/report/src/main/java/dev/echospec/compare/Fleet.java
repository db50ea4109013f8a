package dev.echospec.compare;

import dev.echospec.server.ServerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers to compare, and the clients that are to talk with them.
 *
 * @param file as the user named it
 * @param folder that the file is in, absolute: commands run there, and paths start from there
 * @param members the servers, in the order of the file
 * @param clients in the order of the file; may be empty
 * @param names of all members and clients that the file has, also of those that are not to be run
 */
public record Fleet(
    String file, Path folder, List<Member> members, List<FleetClient> clients, List<String> names) {
  /** Copies the lists. */
  public Fleet {
    members = List.copyOf(members);
    clients = List.copyOf(clients);
    names = List.copyOf(names);
  }

  Fleet(String file, Path folder, List<Member> members, List<FleetClient> clients) {
    this(
        file,
        folder,
        members,
        clients,
        Stream.concat(members.stream(), clients.stream()).map(Participant::name).toList());
  }

  /** Returns the members, and behind them the clients. */
  public List<Participant> participants() {
    List<Participant> all = new ArrayList<>(members);
    all.addAll(clients);
    return all;
  }

  /**
   * Returns the same fleet with some of its members and clients.
   *
   * @param wanted names of some of them
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
        file,
        folder,
        members.stream().filter(m -> wanted.contains(m.name())).toList(),
        clients.stream().filter(c -> wanted.contains(c.name())).toList(),
        names);
  }

  /** Returns the same fleet without its servers. */
  public Fleet withoutMembers() {
    return new Fleet(file, folder, List.of(), clients, names);
  }

  /** Returns the same fleet without its clients. */
  public Fleet withoutClients() {
    return new Fleet(file, folder, members, List.of(), names);
  }

  /**
   * Returns the fleet with its containers being up already: each on a host of its member's name, at
   * the port that it has inside, where something outside of the kit restarts it when it ends.
   */
  public Fleet running() {
    return new Fleet(file, folder, members.stream().map(Member::running).toList(), clients, names);
  }

  /** Returns what starts a command in the folder of the fleet; empty where the kit runs there. */
  List<String> prefix() {
    return DisplayPath.is(folder) ? List.of() : List.of("env", "-C", DisplayPath.path(folder));
  }

  /**
   * Returns a server or a client as it is written in a command that is run from where the kit was.
   *
   * @param one of this fleet
   */
  public String replayed(Participant one) {
    return one.targetWords(one.isCommand() ? prefix() : List.of());
  }

  /** Returns the server of a member, to be started from where the kit is. */
  ServerSpec started(Member member) {
    if (!member.isCommand()) {
      return member.server();
    }
    List<String> words = new ArrayList<>(prefix());
    words.addAll(member.command());
    return new ServerSpec.Command(words);
  }
}
