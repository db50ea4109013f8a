package dev.echospec.compare;

/** Listens to a comparison; called from several threads, one call at a time. */
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
   * @param result of the run
   * @param ended how many have ended by now
   * @param of how many members there are
   */
  default void memberEnded(MemberResult result, int ended, int of) {}
}
