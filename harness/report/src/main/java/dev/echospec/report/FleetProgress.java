package dev.echospec.report;

import dev.echospec.compare.FleetListener;
import dev.echospec.compare.MemberResult;
import dev.echospec.compare.PairResult;
import dev.echospec.compare.PairVerdict;
import dev.echospec.compare.Participant;
import dev.echospec.script.ScriptText;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a line when the run of a member begins and when it ends. */
public final class FleetProgress implements FleetListener {
  private final PrintStream out;

  /**
   * Creates a listener that prints.
   *
   * @param out where to print; takes UTF-8
   */
  public FleetProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void noContainers(String why) {
    line("No container can be started: " + why);
  }

  @Override
  public void memberStarted(Participant member, int running) {
    line("begun  " + member.name() + (running > 1 ? " (" + running + " at once)" : ""));
  }

  @Override
  public void memberEnded(MemberResult result, int ended, int of) {
    String words = result.standing().words();
    line(
        "ended  "
            + result.name()
            + ": "
            + (result.standing().isFine() ? words : words.toUpperCase(Locale.ROOT))
            + result.problem().map(problem -> ": " + problem).orElse("")
            + " ("
            + ended
            + " of "
            + of
            + ")");
  }

  @Override
  public void pairEnded(PairResult result, int ended, int of) {
    if (result.verdict() != PairVerdict.WORKS || ended == of) {
      line(
          "pair   "
              + result.client()
              + " with "
              + result.server()
              + ": "
              + result.verdict().words()
              + result.message().map(message -> ": " + message).orElse("")
              + " ("
              + ended
              + " of "
              + of
              + ")");
    }
  }

  private void line(String text) {
    out.print(ScriptText.harmless(text) + "\n");
    out.flush();
  }
}
