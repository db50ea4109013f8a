package dev.echospec.compare;

import dev.echospec.option.ShardNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Which part of a comparison a run does: all of it, or one of several parts. It is the property
 * {@code shard} of results.json.
 *
 * @param number of the part, from 1
 * @param of number of parts; 1 for a comparison in one piece
 * @param planned names of the members and clients that this part runs by themselves; may be empty
 * @param members names of the members of all parts, in the order of the fleet
 * @param clients names of the clients of all parts, in that order
 * @param pairs whether every client is to talk to every member
 * @param fingerprint of the fleet, the selected cases and the tries: parts of one comparison have
 *     the same
 */
public record Part(
    int number,
    int of,
    List<String> planned,
    List<String> members,
    List<String> clients,
    boolean pairs,
    String fingerprint) {
  /** Bytes of the fingerprint. */
  private static final int HASHED = 8;

  /** Refuses a part that there is not, and copies the lists. */
  public Part {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException("there is no shard " + number + " of " + of);
    }
    Objects.requireNonNull(fingerprint, "\"fingerprint\" is missing");
    planned = List.copyOf(planned);
    members = List.copyOf(members);
    clients = List.copyOf(clients);
  }

  /**
   * Creates a part of a comparison.
   *
   * @param number of the part, and of parts
   * @param fleet the members and clients of all parts
   * @param planned names of those of this part
   * @param pairs whether every client is to talk to every member
   * @param options of the command lines that judge them
   */
  public static Part of(
      ShardNumber number, Fleet fleet, List<String> planned, boolean pairs, List<String> options) {
    return new Part(
        number.number(),
        number.of(),
        planned,
        fleet.members().stream().map(Participant::name).toList(),
        fleet.clients().stream().map(Participant::name).toList(),
        pairs,
        fingerprint(fleet, options));
  }

  /** Parts may run in different folders: paths below that of the fleet are relative here. */
  private static String fingerprint(Fleet fleet, List<String> options) {
    List<String> words = new ArrayList<>(options);
    for (Participant one : fleet.participants()) {
      words.add(one.name() + " " + one.profile().id() + " " + one.targetWords(List.of()));
    }
    String text = String.join("\n", words).replace(fleet.folder() + "/", "");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASHED);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns whether there are other parts. */
  public boolean isPart() {
    return of > 1;
  }

  /** Returns the same comparison as one part. */
  Part whole() {
    List<String> all = new ArrayList<>(members);
    all.addAll(clients);
    return new Part(1, 1, all, members, clients, pairs, fingerprint);
  }

  /** Returns whether this part runs a member or client by itself. */
  boolean has(String name) {
    return planned.contains(name);
  }

  /**
   * Returns whether this part has a pair: the pairs go to the parts in turn.
   *
   * @param client name of one of the clients
   * @param member name of one of the members
   */
  boolean has(String client, String member) {
    int index = clients.indexOf(client) * members.size() + members.indexOf(member);
    return pairs && index % of == number - 1;
  }

  /** Returns its name, such as "part 2 of 4". */
  public String words() {
    return "part " + number + " of " + of;
  }
}
