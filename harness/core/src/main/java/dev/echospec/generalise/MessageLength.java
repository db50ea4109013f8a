package dev.echospec.generalise;

import dev.echospec.client.script.ServerScript;
import dev.echospec.generalise.Trial.Outcome;
import dev.echospec.script.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lengths of messages that a client sends, where it fails to send a longer or an empty one. */
public final class MessageLength {
  /** A client that does not send this many bytes has another fault than a bound. */
  private static final int LEAST = 16;

  private MessageLength() {}

  /**
   * Adds the limitation to what was measured of a failure, by halving the lengths in question.
   *
   * @param measured so far; returned as it is if it has a limitation, or length is none
   * @param script that fails
   * @param trial plays the same script with shorter messages
   */
  public static Extent of(Extent measured, ServerScript script, Trial<ServerScript> trial) {
    int fails = (int) script.message().length();
    int passes = LEAST;
    if (fails == 0) {
      return ofNothing(measured, script, trial);
    }
    if (measured.limitation().isPresent()
        || fails <= LEAST
        || trial.of(cut(script, LEAST)) != Outcome.DOES_NOT) {
      return measured;
    }
    // Shrinking mostly ends at the bound.
    int next = fails - 1;
    Outcome outcome = Outcome.DOES_NOT;
    while (fails - passes > 1 && outcome != Outcome.UNKNOWN) {
      outcome = trial.of(cut(script, next));
      fails = outcome == Outcome.SHOWS ? next : fails;
      passes = outcome == Outcome.DOES_NOT ? next : passes;
      next = passes + (fails - passes) / 2;
    }
    List<String> sentences = new ArrayList<>(measured.sentences());
    sentences.add("a message of " + fails + " bytes does it, one of " + passes + " does not");
    return new Extent(sentences, Optional.of(ContentLimitation.ofLength(passes)));
  }

  private static Extent ofNothing(Extent measured, ServerScript script, Trial<ServerScript> trial) {
    ContentLimitation nothing = ContentLimitation.ofNothing();
    return trial.of(nothing.fit(script)) == Outcome.DOES_NOT
        ? new Extent(List.of("a message of one byte does not"), Optional.of(nothing))
        : measured;
  }

  private static ServerScript cut(ServerScript script, int length) {
    return script.with(Payload.of(script.message().bytes(0, length)));
  }
}
