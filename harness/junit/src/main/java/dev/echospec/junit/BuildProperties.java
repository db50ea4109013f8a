package dev.echospec.junit;

import dev.echospec.option.KitProperty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * The kit's properties in a build. They are JUnit's configuration parameters: those of the suite
 * come first, then those of the build, the system properties and {@code junit-platform.properties}.
 */
final class BuildProperties {
  private final ConfigurationParameters parameters;

  /**
   * Creates the view of the parameters of a suite.
   *
   * @param parameters of the suite
   */
  BuildProperties(ConfigurationParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Refuses misspelt properties.
   *
   * @throws IllegalArgumentException if there is a property that begins like the kit's and is none;
   *     the message is for the user
   */
  void check() {
    KitProperty.check(names());
  }

  /** Returns the value of a property; empty if it is not set, or blank. */
  Optional<String> text(KitProperty property) {
    return parameters.get(property.key()).filter(text -> !text.isBlank());
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
    return parameters.get(property.key()).map(text -> read(property, text, reader)).orElse(false);
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
    for (String name : names()) {
      if (name.startsWith(prefix.key())) {
        parameters
            .get(name)
            .ifPresent(value -> found.put(name.substring(prefix.key().length()), value));
      }
    }
    return found;
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(parameters.keySet());
    names.addAll(System.getProperties().stringPropertyNames());
    return names;
  }
}
