package dev.echospec.script.shrink;

/**
 * Where a proposal stands among all. A search that has taken one resumes behind it: what stands
 * before was refused a moment ago, and comes again at the end.
 */
public final class Place {
  /** Before the first proposal. */
  public static final Place START = new Place(-1, 0, new Range(0, 0, 0));

  private final int pass;
  private final int group;
  private final Range range;

  private Place(int pass, int group, Range range) {
    this.pass = pass;
    this.group = group;
    this.range = range;
  }

  static Place of(int pass, Proposal proposal) {
    return new Place(pass, proposal.group(), proposal.range());
  }

  int pass() {
    return pass;
  }

  /** Whether a proposal of the same pass, for the script that was taken, is still to be made. */
  boolean isBefore(Proposal next) {
    if (next.group() != group) {
      return next.group() > group;
    }
    // What was removed is gone: its place is taken by what stood behind it.
    return next.range().size() == range.size()
        ? next.range().from() >= range.from()
        : next.range().size() < range.size();
  }
}
