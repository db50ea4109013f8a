package dev.echospec.server.container;

import dev.echospec.server.TargetException;

/** Brings up the container of a server, again and again, and takes everything down in the end. */
interface ContainerStarter {
  /**
   * Makes ready what takes long: images that are pulled or built. May be interrupted.
   *
   * @param engine what runs it
   * @throws TargetException if that cannot be done
   */
  void prepare(Engine engine) throws TargetException;

  /**
   * Starts the server afresh; what an earlier start has left running is ended.
   *
   * @param engine what runs it
   * @return the id of the container
   * @throws TargetException if it cannot be started
   */
  String start(Engine engine) throws TargetException;

  /**
   * Removes everything that was started; nothing happens if that is nothing.
   *
   * @param engine what runs it
   * @throws TargetException if the engine does not do it in time
   */
  void end(Engine engine) throws TargetException;
}
