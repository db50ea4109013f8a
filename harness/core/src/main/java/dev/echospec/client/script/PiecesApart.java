package dev.echospec.client.script;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pieces that follow one another at once, or nearly, may come to the client in any number of reads,
 * which a fault may depend on. With a long pause between them each has a read of its own.
 */
public final class PiecesApart {
  /**
   * Pause after which a client has read what came before it, in milliseconds: a script that starts
   * a process for each read takes some time.
   */
  static final int PAUSE = 100;

  /** A script with more pieces is left as it is: its pauses would take longer than 2 s. */
  private static final int MOST = 20;

  private PiecesApart() {}

  /**
   * Returns a script with long pauses between its pieces. What is sent right behind the last byte
   * of an answer is part of that piece: excess comes with the echo.
   *
   * @return empty if its pieces are apart, or too many
   */
  public static Optional<ServerScript> of(ServerScript script) {
    List<ServerStep> steps = new ArrayList<>();
    boolean isBehindAPiece = false;
    int pieces = 0;
    for (ServerStep step : script.steps()) {
      if (step instanceof Answer && isBehindAPiece) {
        steps.add(new Pause(PAUSE));
        pieces++;
      }
      boolean isPause = step instanceof Pause;
      boolean lengthens = isPause && isBehindAPiece && ((Pause) step).millis() < PAUSE;
      pieces += lengthens ? 1 : 0;
      steps.add(lengthens ? new Pause(PAUSE) : step);
      isBehindAPiece = step instanceof Answer || step instanceof Send || !isPause && isBehindAPiece;
    }
    return pieces == 0 || pieces > MOST ? Optional.empty() : Optional.of(script.with(steps));
  }

  /**
   * Returns a script without the pauses that {@link #of} puts between pieces.
   *
   * @return empty if it has none
   */
  public static Optional<ServerScript> undone(ServerScript script) {
    List<ServerStep> steps = new ArrayList<>(script.steps());
    boolean changed = steps.removeIf(new Pause(PAUSE)::equals);
    return changed ? Optional.of(script.with(steps)) : Optional.empty();
  }
}
