package dev.echospec.cli;

import dev.echospec.option.OptionText;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the values of options as {@link OptionText} does, which reads the properties of builds,
 * too.
 *
 * @param <T> what an option has
 */
abstract class OptionConverter<T> implements ITypeConverter<T> {
  private final Function<String, T> reader;

  private OptionConverter(Function<String, T> reader) {
    this.reader = reader;
  }

  @Override
  public final T convert(String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Times such as 500ms, 2s, 10m, 1h. */
  static final class Time extends OptionConverter<Duration> {
    Time() {
      super(OptionText::time);
    }
  }

  /** How long a server may be silent. */
  static final class Patience extends OptionConverter<Duration> {
    Patience() {
      super(OptionText::patience);
    }
  }

  /** Numbers from 1. */
  static final class Tries extends OptionConverter<Integer> {
    Tries() {
      super(OptionText::count);
    }
  }

  /** Ports. */
  static final class Port extends OptionConverter<Integer> {
    Port() {
      super(OptionText::port);
    }
  }

  /** Whole numbers. */
  static final class Seed extends OptionConverter<Long> {
    Seed() {
      super(OptionText::seed);
    }
  }

  /** Texts that stand for a seed. */
  static final class RunId extends OptionConverter<Long> {
    RunId() {
      super(OptionText::seedOfRun);
    }
  }

  /** Names of profiles. */
  static final class ProfileName extends OptionConverter<Profile> {
    ProfileName() {
      super(OptionText::profile);
    }
  }
}
