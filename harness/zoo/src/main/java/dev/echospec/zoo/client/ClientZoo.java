package dev.echospec.zoo.client;

import dev.echospec.diagnosis.Cause;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All clients of the zoo, by family and then by name. */
public final class ClientZoo {
  private static final List<Class<?>> FAMILIES =
      List.of(SendingFaults.class, OutputFaults.class, EndFaults.class, OddClients.class);

  private static final List<Entry> ENTRIES =
      FAMILIES.stream().flatMap(ClientZoo::membersOf).map(ClientZoo::entry).toList();

  static {
    long names = ENTRIES.stream().map(Entry::name).distinct().count();
    if (names != ENTRIES.size()) {
      throw new IllegalStateException("two clients of the zoo have the same name");
    }
  }

  private ClientZoo() {}

  /**
   * A client and what its annotation says of it.
   *
   * @param name its simple class name
   * @param type its class
   * @param summary what is wrong, or odd
   * @param caughtBy ids of the cases that must catch it; empty for a correct client
   * @param causes what a diagnosis may name; empty for a correct client
   */
  public record Entry(
      String name,
      Class<? extends ZooClient> type,
      String summary,
      List<String> caughtBy,
      List<Cause> causes) {
    /** Makes the client. */
    public ZooClient client() {
      try {
        return type.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be made", e);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Makes a client with the faults of several.
   *
   * @param faults at least one; those that override an outer step, such as a whole run, before
   *     those that override one that it calls, such as the reading of the echo
   */
  public static ZooClient combined(List<Entry> faults) {
    return ZooClient.chained(faults.stream().map(Entry::client).toList());
  }

  /** The faulty clients. */
  public static List<Entry> faults() {
    return ENTRIES.stream().filter(entry -> !entry.caughtBy().isEmpty()).toList();
  }

  /** The clients that are odd, though correct. */
  public static List<Entry> odd() {
    return ENTRIES.stream().filter(entry -> entry.caughtBy().isEmpty()).toList();
  }

  /** The client of that name. */
  public static Entry named(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no client in the zoo is called " + name));
  }

  private static Stream<Class<? extends ZooClient>> membersOf(Class<?> family) {
    return Stream.of(family.getDeclaredClasses())
        .filter(ZooClient.class::isAssignableFrom)
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .<Class<? extends ZooClient>>map(type -> type.asSubclass(ZooClient.class))
        .sorted(Comparator.comparing(Class::getSimpleName));
  }

  private static Entry entry(Class<? extends ZooClient> type) {
    ClientFault fault = type.getAnnotation(ClientFault.class);
    OddClient odd = type.getAnnotation(OddClient.class);
    if ((fault == null) == (odd == null)) {
      throw new IllegalStateException(type + " must be marked either @ClientFault or @OddClient");
    }
    if (odd != null) {
      return new Entry(type.getSimpleName(), type, odd.value(), List.of(), List.of());
    }
    if (fault.caughtBy().length == 0) {
      throw new IllegalStateException(type + " names no case that must catch it");
    }
    return new Entry(
        type.getSimpleName(),
        type,
        fault.summary(),
        List.of(fault.caughtBy()),
        List.of(fault.causes()));
  }
}
