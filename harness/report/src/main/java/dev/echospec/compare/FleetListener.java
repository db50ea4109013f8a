package dev.echospec.compare;

/** Listens to a comparison; called from several threads, one call at a time. */
public interface FleetListener {
  /**
   * No member that needs a container can be run.
   *
   * @param why a sentence
   */
  default void noContainers(String why) {}

  /**
   * The run of a member or a client by itself begins.
   *
   * @param member which
   * @param running how many run now, this one included
   */
  default void memberStarted(Participant member, int running) {}

  /**
   * A member's run has ended.
   *
   * @param result of the run
   * @param ended how many have ended by now
   * @param of how many members and clients there are
   */
  default void memberEnded(MemberResult result, int ended, int of) {}

  /**
   * A client and a server have talked.
   *
   * @param result of it
   * @param ended how many pairs have by now
   * @param of how many pairs there are
   */
  default void pairEnded(PairResult result, int ended, int of) {}
}
