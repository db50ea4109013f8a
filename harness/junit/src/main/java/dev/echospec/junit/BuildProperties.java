package dev.echospec.junit;

import dev.echospec.option.KitProperty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * The kit's properties in a build. Those of a suite are JUnit's configuration parameters: its own
 * come first, then those of the build, the system properties and {@code junit-platform.properties}.
 * Those of a test class are system properties first, then its annotation, then JUnit's
 * configuration parameters.
 */
final class BuildProperties {
  private final Function<String, Optional<String>> values;
  private final Set<String> names;

  private BuildProperties(Function<String, Optional<String>> values, Set<String> given) {
    this.values = values;
    names = new TreeSet<>(given);
    names.addAll(System.getProperties().stringPropertyNames());
  }

  /**
   * Returns the properties of a suite.
   *
   * @param parameters of the suite
   */
  static BuildProperties of(ConfigurationParameters parameters) {
    return new BuildProperties(parameters::get, parameters.keySet());
  }

  /**
   * Returns the properties of a test class.
   *
   * @param context of the class or of a test in it
   */
  static BuildProperties of(ExtensionContext context) {
    Map<String, String> annotated =
        AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(),
                EchoConformance.class,
                context.getEnclosingTestClasses())
            .map(BuildProperties::written)
            .orElse(Map.of());
    return new BuildProperties(
        key ->
            Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(annotated.get(key)))
                .or(() -> context.getConfigurationParameter(key)),
        annotated.keySet());
  }

  /** The values of an annotation that are not its defaults, as texts like those of properties. */
  private static Map<String, String> written(EchoConformance annotation) {
    Map<String, String> texts = new TreeMap<>();
    texts.put(KitProperty.PROFILE.key(), annotation.profile());
    texts.put(KitProperty.CASE.key(), String.join(",", annotation.cases()));
    texts.put(KitProperty.EXCLUDE.key(), String.join(",", annotation.exclude()));
    texts.put(KitProperty.EXPECT.key(), annotation.knownFailures());
    texts.put(KitProperty.TRIES.key(), annotation.tries() == 0 ? "" : "" + annotation.tries());
    texts.put(KitProperty.SEED.key(), annotation.seed() == 0 ? "" : "" + annotation.seed());
    texts.put(KitProperty.PATIENCE.key(), annotation.patience());
    texts.put(KitProperty.THOROUGH.key(), annotation.thorough() ? "true" : "");
    texts.values().removeIf(String::isBlank);
    return texts;
  }

  /**
   * Refuses misspelt properties.
   *
   * @throws IllegalArgumentException if there is a property that begins like the kit's and is none;
   *     the message is for the user
   */
  void check() {
    KitProperty.check(names);
  }

  /** Returns the value of a property; empty if it is not set, or blank. */
  Optional<String> text(KitProperty property) {
    return values.apply(property.key()).filter(text -> !text.isBlank());
  }

  /**
   * Reads the value of a property.
   *
   * @param property which
   * @param reader takes the text, or throws an {@link IllegalArgumentException}
   * @return empty if it is not set, or blank
   * @throws IllegalArgumentException if the reader does not take it; the message is for the user
   */
  <T> Optional<T> value(KitProperty property, Function<String, T> reader) {
    return text(property).map(text -> read(property, text, reader));
  }

  /** Returns whether a property is set that needs no value. */
  boolean flag(KitProperty property, Function<String, Boolean> reader) {
    return values.apply(property.key()).map(text -> read(property, text, reader)).orElse(false);
  }

  private static <T> T read(KitProperty property, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property.key() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the properties that begin with a prefix, by the rest of their names. */
  Map<String, String> withPrefix(KitProperty prefix) {
    Map<String, String> found = new TreeMap<>();
    for (String name : names) {
      if (name.startsWith(prefix.key())) {
        values
            .apply(name)
            .ifPresent(value -> found.put(name.substring(prefix.key().length()), value));
      }
    }
    return found;
  }
}
