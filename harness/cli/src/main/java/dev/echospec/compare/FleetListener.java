package dev.echospec.compare;

/** Hears of a comparison while it goes on; from several threads, but one call at a time. */
public interface FleetListener {
  /**
   * A member's run begins.
   *
   * @param member which
   * @param running how many run now, this one included
   */
  default void memberStarted(Member member, int running) {}

  /**
   * A member's run has ended.
   *
   * @param result what became of it
   * @param ended how many have ended by now
   * @param of how many members there are
   */
  default void memberEnded(MemberResult result, int ended, int of) {}
}
