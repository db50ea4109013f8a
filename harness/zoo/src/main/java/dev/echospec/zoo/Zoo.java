package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All servers of the zoo, by family and then by name, and how to start one. */
public final class Zoo {
  private static final List<Class<?>> FAMILIES =
      List.of(
          TransformFaults.class,
          SpecialByteFaults.class,
          CommandFaults.class,
          TextFaults.class,
          StreamFaults.class,
          BufferFaults.class,
          FramingFaults.class,
          CloseFaults.class,
          LifetimeFaults.class,
          StartFaults.class,
          SurvivalFaults.class,
          FlowFaults.class,
          DisconnectFaults.class,
          ConcurrentFaults.class,
          SequentialFaults.class,
          EnduranceFaults.class,
          OddServers.class,
          SlowServers.class,
          StallingServers.class,
          LateServers.class,
          BusyServers.class);

  private static final List<Entry> ENTRIES =
      FAMILIES.stream().flatMap(Zoo::membersOf).map(Zoo::entry).toList();

  static {
    long names = ENTRIES.stream().map(Entry::name).distinct().count();
    if (names != ENTRIES.size()) {
      throw new IllegalStateException("two servers of the zoo have the same name");
    }
  }

  private Zoo() {}

  /**
   * A server and what its annotation says of it.
   *
   * @param name its simple class name
   * @param type its class
   * @param summary what is wrong, or odd
   * @param causes what a diagnosis must name, by the rules of {@link Fault#cause}
   * @param caughtBy ids of the cases that must catch it; empty for a correct server
   * @param saying words that the failures must contain, by the rules of {@link Fault#saying}
   * @param profile what it claims to be
   * @param bytes the most bytes that a connection of the shrunk script may carry
   * @param asProcess whether the fault shows only from outside a process of its own
   * @param chance why one run may miss the fault, or leave a case of an odd server undecided; empty
   *     if each run must catch it, or decide
   */
  public record Entry(
      String name,
      Class<? extends ZooServer> type,
      String summary,
      List<Cause> causes,
      List<String> caughtBy,
      List<String> saying,
      Profile profile,
      int bytes,
      boolean asProcess,
      Optional<String> chance) {
    /** The class that holds it and its like. */
    public Class<?> family() {
      return type.getEnclosingClass();
    }

    /** The words that the failure of this case must contain. */
    public List<String> saying(String caseId) {
      List<String> words = new ArrayList<>();
      for (String entry : saying) {
        Optional<String> of =
            caughtBy.stream().filter(id -> entry.startsWith(id + ":")).findFirst();
        if (of.isEmpty()) {
          words.add(entry);
        } else if (of.get().equals(caseId)) {
          words.add(entry.substring(caseId.length() + 1).strip());
        }
      }
      return words;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The classes that hold the servers. */
  public static List<Class<?>> families() {
    return FAMILIES;
  }

  /** The faulty servers. */
  public static List<Entry> faults() {
    return ENTRIES.stream().filter(entry -> !entry.caughtBy().isEmpty()).toList();
  }

  /** The servers that are odd, though correct. */
  public static List<Entry> odd() {
    return ENTRIES.stream().filter(entry -> entry.caughtBy().isEmpty()).toList();
  }

  /** The server of that name. */
  public static Entry named(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no server in the zoo is called " + name));
  }

  /** Starts a server on a free port. */
  public static ZooServer start(Class<? extends ZooServer> type) throws IOException {
    return start(type, 0);
  }

  /** Starts a server on a port. */
  public static ZooServer start(Class<? extends ZooServer> type, int port) throws IOException {
    ZooServer server = create(type);
    server.start(port);
    return server;
  }

  /**
   * Starts a server behind content faults.
   *
   * @param contents whose faults are in what they make of the bytes of a read, outermost first
   * @param carrier that serves the connections
   * @param port 0 for a free one
   */
  static ZooServer start(List<Entry> contents, Entry carrier, int port) throws IOException {
    ZooServer server = create(carrier.type());
    server.behind(
        contents.stream().map(entry -> (TransformingServer) create(entry.type())).toList());
    server.start(port);
    return server;
  }

  private static ZooServer create(Class<? extends ZooServer> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static Stream<Class<? extends ZooServer>> membersOf(Class<?> family) {
    return Stream.of(family.getDeclaredClasses())
        .filter(ZooServer.class::isAssignableFrom)
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .<Class<? extends ZooServer>>map(type -> type.asSubclass(ZooServer.class))
        .sorted(Comparator.comparing(Class::getSimpleName));
  }

  private static Entry entry(Class<? extends ZooServer> type) {
    Fault fault = type.getAnnotation(Fault.class);
    Odd odd = type.getAnnotation(Odd.class);
    if ((fault == null) == (odd == null)) {
      throw new IllegalStateException(type + " must be marked either @Fault or @Odd");
    }
    String name = type.getSimpleName();
    if (odd != null) {
      return new Entry(
          name,
          type,
          odd.value(),
          List.of(),
          List.of(),
          List.of(),
          odd.profile(),
          Integer.MAX_VALUE,
          odd.asProcess(),
          Optional.of(odd.chance()).filter(why -> !why.isBlank()));
    }
    List<String> caughtBy = List.of(fault.caughtBy());
    if (caughtBy.isEmpty()) {
      throw new IllegalStateException(type + " names no case that must catch it");
    }
    return new Entry(
        name,
        type,
        fault.summary(),
        List.of(fault.cause()),
        caughtBy,
        List.of(fault.saying()),
        fault.profile(),
        fault.bytes(),
        fault.asProcess(),
        Optional.of(fault.chance()).filter(why -> !why.isBlank()));
  }
}
