package dev.echospec.engine;

import dev.echospec.judge.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.server.TargetException;
import java.util.Optional;

/** Plays scripts to the embedded reference server, a fresh one for each script. */
final class Reference {
  private Reference() {}

  /**
   * Returns what was seen; empty if the reference server cannot be started.
   *
   * @param end when the play is cut short, as {@link System#nanoTime} counts
   */
  static Optional<Transcript> play(Script script, Oracle oracle, Patience patience, long end) {
    try (EmbeddedTarget reference =
            new EmbeddedTarget(EmbeddedTarget.concurrent(oracle.transform()));
        Player player = new Player()) {
      reference.start();
      player.endBy(end);
      return Optional.of(
          player.play(script, reference.address(), oracle, patience, OnceWrong.GO_ON));
    } catch (TargetException e) {
      return Optional.empty();
    }
  }
}
