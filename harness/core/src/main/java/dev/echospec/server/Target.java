package dev.echospec.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server under test: how it is started, found and ended, and what can be known of it beside its
 * answers. {@link ServerSpec} makes one from the user's words. Nothing here is null; a call before
 * the first {@link #start} may fail where the method says so.
 */
public interface Target extends AutoCloseable {
  /** Returns the name, as a user would write it on the command line. */
  String name();

  /**
   * Starts the server, or starts it again after it has ended. Does not wait for an answer: {@link
   * ServerProbe} finds out over the wire whether it answers.
   *
   * @throws TargetException if it cannot be started; the message is for the user
   */
  void start() throws TargetException;

  /** Returns where to connect; valid after {@link #start}. */
  InetSocketAddress address();

  /**
   * Callback for when {@link #address} refuses connections. A target with several addresses changes
   * to another one.
   */
  default void lookElsewhere() {
    // Most targets have one address only.
  }

  /**
   * Returns how the server ended.
   *
   * @return such as "exited with status 1"; empty while it runs, or if that cannot be known
   */
  Optional<String> death();

  /** Returns the last lines that the server printed to stderr, or "" if none are known. */
  default String lastWords() {
    return "";
  }

  /**
   * Explains an end before the first answer by the conditions that the kit runs the server under.
   *
   * @param lastWords what the server printed before it ended
   * @return a sentence; empty if these conditions cannot be the reason
   */
  default Optional<String> hint(String lastWords) {
    return Optional.empty();
  }

  /** Returns the longest time from the server's end until {@link #death} tells of it. */
  default Duration dying() {
    return Duration.ofMillis(500);
  }

  /**
   * Looks inside the target for the reason why {@link #address} does not answer.
   *
   * @param last whether the time for the first answer is up
   * @return what is wrong and how to fix it, in a sentence; empty if the server may still answer,
   *     or if the target cannot be looked into
   */
  default Optional<String> obstacle(boolean last) {
    return Optional.empty();
  }

  /**
   * Returns whether a proxy accepts connections on the server's behalf, also while the server is
   * down, and turns resets into orderly ends, in both directions.
   */
  default boolean isRelayed() {
    return false;
  }

  /**
   * Looks up whether the server may run on a third party's machine. Sends nothing to the server.
   *
   * @return an address of the target outside of this machine and of private networks; empty if it
   *     has none, or its name does not resolve
   */
  default Optional<InetAddress> publicAddress() {
    return Optional.empty();
  }

  /** Returns whether {@link #start} can bring the server back after its end. */
  boolean canRestart();

  /**
   * Returns whether a supervisor outside of the kit restarts the server, so that only a refused
   * connection tells of its end.
   */
  default boolean isRestartedByOthers() {
    return false;
  }

  /**
   * Returns whether every start uses the same port. A server may be unable to bind it while a
   * connection of its previous run is in TIME_WAIT.
   */
  default boolean hasFixedPort() {
    return false;
  }

  /**
   * Returns why the server may have been unable to bind its port at the last start.
   *
   * @return such as "port 10000 is still in TIME_WAIT"; empty if the port was free
   */
  default Optional<String> heldUp() {
    return Optional.empty();
  }

  /**
   * Checks the port of a server that is not running, and ends connections in TIME_WAIT on it where
   * the system allows that.
   *
   * @return what keeps the server from binding the port, as {@link #heldUp} says it; empty if the
   *     port is free
   */
  default Optional<String> portInUse() {
    return Optional.empty();
  }

  /**
   * Returns remarks about the target for the report; complete after {@link #close}.
   *
   * @return sentences without a full stop
   */
  default List<String> notes() {
    return List.of();
  }

  /** Returns what the server holds now, or empty if that cannot be counted. */
  default Optional<Resources> resources() {
    return Optional.empty();
  }

  /** Returns how many connections to the server this process can have at once, 1 or more. */
  default int connectionsAtOnce() {
    return ConnectionCapacity.forConnections();
  }

  /** Ends what {@link #start} started, with all of its descendants. Safe before a start. */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
