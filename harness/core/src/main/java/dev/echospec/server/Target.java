package dev.echospec.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server under test, and what can be known of it from outside the wire. */
public interface Target extends AutoCloseable {
  /**
   * @return as the user wrote it
   */
  String name();

  /**
   * Starts the server, or again after it ended. Returns at once: that it answers is found out over
   * the wire.
   *
   * @throws TargetException if it cannot be started
   */
  void start() throws TargetException;

  /**
   * @return where to connect; valid after {@link #start}
   */
  InetSocketAddress address();

  /** Told when nobody listens at {@link #address}, which may be another one from now on. */
  default void lookElsewhere() {
    // Most targets have one address only.
  }

  /**
   * @return how the server ended, such as "exited with status 1"; empty while it runs, or if that
   *     cannot be known
   */
  Optional<String> death();

  /**
   * @return the last lines that the server printed to stderr; empty if none or not known
   */
  default String lastWords() {
    return "";
  }

  /**
   * @param lastWords what it printed before it ended
   * @return what the conditions under which the kit runs it may have to do with an end before its
   *     first answer, in a sentence; empty if nothing
   */
  default Optional<String> hint(String lastWords) {
    return Optional.empty();
  }

  /**
   * @return how soon after its end {@link #death} tells of it, on a busy machine
   */
  default Duration dying() {
    return Duration.ofMillis(500);
  }

  /**
   * Looks from inside why nobody is reached at {@link #address}.
   *
   * @param last whether the server has had all the time that it may take to its first answer
   * @return what is wrong and how to fix it, in a sentence; empty if the server may still come, or
   *     if that cannot be seen
   */
  default Optional<String> obstacle(boolean last) {
    return Optional.empty();
  }

  /**
   * @return whether somebody stands between who accepts though the server may not be there, and
   *     turns a reset into an orderly end, in both directions
   */
  default boolean isRelayed() {
    return false;
  }

  /**
   * Looks up whether the server may be on a machine of others. Nothing is sent to it.
   *
   * @return an address of the target that is neither this machine's nor of a private network; empty
   *     if it has none, or its name does not resolve
   */
  default Optional<InetAddress> publicAddress() {
    return Optional.empty();
  }

  /**
   * @return whether {@link #start} can bring the server back
   */
  boolean canRestart();

  /**
   * @return whether others start it again when it has ended, so that nothing tells of its end but
   *     that the next client is refused
   */
  default boolean isRestartedByOthers() {
    return false;
  }

  /**
   * @return whether each start is on the same port, which the server cannot bind while a connection
   *     of an earlier life is in TIME_WAIT
   */
  default boolean hasFixedPort() {
    return false;
  }

  /**
   * @return why the server may have been unable to bind its port when it was last started, such as
   *     "port 10000 is still in TIME_WAIT"; empty if nothing was in its way
   */
  default Optional<String> heldUp() {
    return Optional.empty();
  }

  /**
   * Looks at the port of a server that is not running, and frees it as far as that can be done.
   *
   * @return what keeps the server from binding it, likewise; empty if nothing does
   */
  default Optional<String> portInUse() {
    return Optional.empty();
  }

  /**
   * @return sentences about the target, without a full stop, that belong beside the results; known
   *     after {@link #close}
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * @return what the server holds, or empty if that cannot be counted
   */
  default Optional<Resources> resources() {
    return Optional.empty();
  }

  /**
   * @return how many connections may be open at once from here, 1 or more
   */
  default int connectionsAtOnce() {
    return ConnectionCapacity.forConnections();
  }

  /** Ends what {@link #start} started, with everything that it started in turn. */
  void stop();

  @Override
  default void close() {
    stop();
  }
}
