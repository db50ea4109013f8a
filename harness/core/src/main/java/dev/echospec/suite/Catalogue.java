package dev.echospec.suite;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All cases, read off their annotations. */
public final class Catalogue {
  /** The classes that hold the cases, in the order in which they run. */
  public static final List<Class<?>> SECTIONS =
      List.of(
          TransformCases.class,
          StreamCases.class,
          CloseCases.class,
          FlowCases.class,
          DisconnectCases.class,
          ConcurrentCases.class,
          SequentialCases.class,
          EnduranceCases.class,
          ModelCases.class,
          BehaviourCases.class,
          LifetimeCases.class);

  /** The classes that hold the cases for clients. */
  public static final List<Class<?>> CLIENT_SECTIONS = List.of(ClientCases.class);

  private static final List<CaseInfo> CASES = read(SECTIONS);
  private static final List<CaseInfo> CLIENT_CASES = read(CLIENT_SECTIONS);
  private static final List<CaseInfo> ALL =
      Stream.concat(CASES.stream(), CLIENT_CASES.stream()).toList();

  private Catalogue() {}

  /**
   * Returns every case for servers, section by section, each section in the order of {@link
   * Case#rank} and of the ids.
   */
  public static List<CaseInfo> cases() {
    return CASES;
  }

  /** Returns every case for clients, in the same order. */
  public static List<CaseInfo> clientCases() {
    return CLIENT_CASES;
  }

  /** Returns the cases for servers and then those for clients. */
  public static List<CaseInfo> all() {
    return ALL;
  }

  /** Returns the case with an id. */
  public static Optional<CaseInfo> find(String id) {
    return ALL.stream().filter(info -> info.id().equals(id)).findFirst();
  }

  /** Returns the case that a method is. */
  public static Optional<CaseInfo> find(Method method) {
    return ALL.stream().filter(info -> info.method().equals(method)).findFirst();
  }

  /**
   * Returns what tells this catalogue from that of another version: the SHA-256 of all annotations,
   * in hex. Where it is the same, a case means the same.
   */
  public static String fingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    CASES.forEach(info -> digest.update(described(info).getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The string form of an annotation differs from one Java to the next. */
  private static String described(CaseInfo info) {
    Case rule = info.rule();
    return String.join(
        "\n",
        rule.id(),
        rule.level().name(),
        rule.rule(),
        Integer.toString(rule.cost()),
        Integer.toString(rule.listed()),
        Boolean.toString(rule.resets()),
        Boolean.toString(rule.content()),
        Boolean.toString(rule.atOnce()),
        Boolean.toString(rule.fromStart()),
        Boolean.toString(rule.heavy()),
        Arrays.toString(rule.profiles()),
        "\n");
  }

  private static List<CaseInfo> read(List<Class<?>> sections) {
    List<CaseInfo> all = new ArrayList<>();
    for (Class<?> section : sections) {
      Arrays.stream(section.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Case.class))
          .map(method -> new CaseInfo(method.getAnnotation(Case.class), method))
          .sorted(
              Comparator.comparing((CaseInfo info) -> -info.rule().rank())
                  .thenComparing(CaseInfo::id))
          .forEach(all::add);
    }
    return Collections.unmodifiableList(all);
  }
}
