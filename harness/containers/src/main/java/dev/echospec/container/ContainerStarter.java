package dev.echospec.container;

import dev.echospec.server.TargetException;

/** Starts and restarts the container of one server, and removes all that it started. */
interface ContainerStarter {
  /**
   * Does once what takes minutes: pulls or builds images. An interrupt ends it.
   *
   * @param engine runs the containers
   * @throws TargetException if that fails or is interrupted
   */
  void prepare(Engine engine) throws TargetException;

  /**
   * Starts the server anew, and ends the server of an earlier start.
   *
   * @param engine runs the containers
   * @return the id of the container
   * @throws TargetException if it cannot be started
   */
  String start(Engine engine) throws TargetException;

  /**
   * Removes everything that was started. Safe before a start.
   *
   * @param engine runs the containers
   * @throws TargetException if the engine does not do it in time
   */
  void end(Engine engine) throws TargetException;
}
