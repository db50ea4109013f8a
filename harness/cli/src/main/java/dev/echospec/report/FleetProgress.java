package dev.echospec.report;

import dev.echospec.compare.FleetListener;
import dev.echospec.compare.Member;
import dev.echospec.compare.MemberResult;
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
  public void memberStarted(Member member, int running) {
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

  private void line(String text) {
    out.print(ScriptText.harmless(text) + "\n");
    out.flush();
  }
}
