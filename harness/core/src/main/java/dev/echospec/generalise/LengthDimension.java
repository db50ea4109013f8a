package dev.echospec.generalise;

import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many bytes do it.
 *
 * @param <S> the kind of script
 */
final class LengthDimension<S> {
  private static final int MUCH = 4096;

  /** A quarter more or less of fewer bytes says nothing. */
  private static final int LEAST_STREAM = 64;

  private final Content<S> content;
  private final Trial<S> trial;

  LengthDimension(Content<S> content, Trial<S> trial) {
    this.content = content;
    this.trial = trial;
  }

  List<String> measure() {
    if (!content.isOneWrite()) {
      return List.of();
    }
    int length = content.length();
    Outcome oneMore = trial.of(content.padded(0, 1));
    Outcome many = trial.of(content.padded(0, MUCH));
    Outcome oneLess = oneLess();
    if (oneMore == Outcome.DOES_NOT) {
      return List.of("a byte more behind it does not");
    }
    if (oneMore == Outcome.UNKNOWN) {
      return List.of();
    }
    String bytes = length == 1 ? "1 byte" : length + " bytes";
    String longest = many == Outcome.SHOWS ? " (tried up to " + (length + MUCH) + ")" : "";
    if (oneLess == Outcome.DOES_NOT) {
      return List.of(bytes + " or more do it" + longest + ", " + (length - 1) + " do not");
    }
    return many == Outcome.SHOWS
        ? List.of("more bytes behind it change nothing" + longest)
        : List.of();
  }

  /** One plain byte less; unknown where every byte matters. */
  private Outcome oneLess() {
    byte[] bytes = content.bytes();
    for (int i = 0; i < bytes.length && bytes.length > 1; i++) {
      if (bytes[i] == Content.PLAIN) {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, i);
        System.arraycopy(bytes, i + 1, shorter, i, shorter.length - i);
        return trial.of(content.with(shorter));
      }
    }
    return Outcome.UNKNOWN;
  }

  /** The same of a connection that sends one long payload that is generated. */
  static List<String> ofStream(Script script, int connection, Trial<Script> trial) {
    List<Payload> sent = script.sent(connection);
    if (sent.size() != 1
        || !(sent.get(0) instanceof Payload.Generated generated)
        || generated.length() < LEAST_STREAM) {
      return List.of();
    }
    long length = generated.length();
    List<String> sentences = new ArrayList<>();
    outcome(script, connection, generated, length + length / 4, trial).ifPresent(sentences::add);
    outcome(script, connection, generated, length - length / 4, trial).ifPresent(sentences::add);
    return sentences;
  }

  private static Optional<String> outcome(
      Script script,
      int connection,
      Payload.Generated generated,
      long length,
      Trial<Script> trial) {
    Payload other = new Payload.Generated(generated.seed(), length, generated.alphabet());
    List<Step> steps =
        script.steps().stream()
            .map(
                step ->
                    step instanceof Step.Send send && send.connection() == connection
                        ? new Step.Send(connection, other)
                        : step)
            .toList();
    return switch (trial.of(new Script(steps))) {
      case SHOWS -> Optional.of(length + " bytes do it, too");
      case DOES_NOT -> Optional.of(length + " bytes do not");
      case UNKNOWN -> Optional.empty();
    };
  }
}
