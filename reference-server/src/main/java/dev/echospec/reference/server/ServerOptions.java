package dev.echospec.reference.server;

import java.util.Objects;

/**
 * How a {@link ReferenceServer} listens and answers.
 *
 * @param host name or address to listen on; not blank
 * @param port TCP port, 0 to 65535; 0 takes any free port
 * @param readSize the most bytes taken by one read, 1 to {@link #MAX_READ_SIZE}
 * @param backlog connections that the system may keep waiting, at least 1
 * @param concurrent true for a thread per connection; false to serve one connection after another,
 *     as the tutorial does
 * @param transform what is done to each byte
 * @param language language of the dialogue
 */
public record ServerOptions(
    String host,
    int port,
    int readSize,
    int backlog,
    boolean concurrent,
    Transform transform,
    Language language) {

  /** The largest read, in bytes: 16 MiB. */
  public static final int MAX_READ_SIZE = 16 * 1024 * 1024;

  private static final int MAX_PORT = 65535;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of its bounds; the message is one line
   * @throws NullPointerException if a value is null
   */
  public ServerOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(language, "language");
    require(!host.isBlank(), "the host must not be blank");
    require(
        port >= 0 && port <= MAX_PORT, "the port must be from 0 to " + MAX_PORT + ", not " + port);
    require(
        readSize >= 1 && readSize <= MAX_READ_SIZE,
        "the read size must be from 1 to " + MAX_READ_SIZE + " bytes, not " + readSize);
    require(backlog >= 1, "the backlog must be at least 1, not " + backlog);
  }

  /** The tutorial's server: localhost, port 10000, reads of 16 bytes, one connection at a time. */
  public static ServerOptions tutorial() {
    return new ServerOptions("localhost", 10_000, 16, 1, false, Transform.UPPER, Language.EN);
  }

  /** The same options with another host. */
  public ServerOptions withHost(String newHost) {
    return new ServerOptions(newHost, port, readSize, backlog, concurrent, transform, language);
  }

  /** The same options with another port; 0 takes any free one. */
  public ServerOptions withPort(int newPort) {
    return new ServerOptions(host, newPort, readSize, backlog, concurrent, transform, language);
  }

  /** The same options with another read size, in bytes. */
  public ServerOptions withReadSize(int newReadSize) {
    return new ServerOptions(host, port, newReadSize, backlog, concurrent, transform, language);
  }

  /** The same options with another backlog. */
  public ServerOptions withBacklog(int newBacklog) {
    return new ServerOptions(host, port, readSize, newBacklog, concurrent, transform, language);
  }

  /** The same options, serving many connections at once or one after another. */
  public ServerOptions withConcurrent(boolean newConcurrent) {
    return new ServerOptions(host, port, readSize, backlog, newConcurrent, transform, language);
  }

  /** The same options with another transform. */
  public ServerOptions withTransform(Transform newTransform) {
    return new ServerOptions(host, port, readSize, backlog, concurrent, newTransform, language);
  }

  /** The same options with another language of the dialogue. */
  public ServerOptions withLanguage(Language newLanguage) {
    return new ServerOptions(host, port, readSize, backlog, concurrent, transform, newLanguage);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
