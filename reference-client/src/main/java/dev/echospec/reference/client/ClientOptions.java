package dev.echospec.reference.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a {@link ReferenceClient} connects, and how it reads.
 *
 * @param host name or address of the server; not blank
 * @param port TCP port, 1 to 65535
 * @param readSize the most bytes taken by one read, 1 to {@link #MAX_READ_SIZE}
 * @param timeout the longest wait for the connection, and then for each next byte of the reply;
 *     more than zero, {@link #MAX_TIMEOUT} at most
 * @param language language of the dialogue
 */
public record ClientOptions(
    String host, int port, int readSize, Duration timeout, Language language) {

  /** The largest read, in bytes: 16 MiB. */
  public static final int MAX_READ_SIZE = 16 * 1024 * 1024;

  /** The longest timeout: a day. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  private static final int MAX_PORT = 65535;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of its bounds; the message is one line
   * @throws NullPointerException if a value is null
   */
  public ClientOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(language, "language");
    require(!host.isBlank(), "the host must not be blank");
    require(
        port >= 1 && port <= MAX_PORT, "the port must be from 1 to " + MAX_PORT + ", not " + port);
    require(
        readSize >= 1 && readSize <= MAX_READ_SIZE,
        "the read size must be from 1 to " + MAX_READ_SIZE + " bytes, not " + readSize);
    require(
        timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "the timeout must be more than 0 and at most " + MAX_TIMEOUT.toSeconds() + " seconds");
  }

  /** The tutorial's client (localhost, port 10000, reads of 16 bytes), with a timeout of 10 s. */
  public static ClientOptions tutorial() {
    return new ClientOptions("localhost", 10_000, 16, Duration.ofSeconds(10), Language.EN);
  }

  /** The same options with another host. */
  public ClientOptions withHost(String newHost) {
    return new ClientOptions(newHost, port, readSize, timeout, language);
  }

  /** The same options with another port. */
  public ClientOptions withPort(int newPort) {
    return new ClientOptions(host, newPort, readSize, timeout, language);
  }

  /** The same options with another read size, in bytes. */
  public ClientOptions withReadSize(int newReadSize) {
    return new ClientOptions(host, port, newReadSize, timeout, language);
  }

  /** The same options with another timeout. */
  public ClientOptions withTimeout(Duration newTimeout) {
    return new ClientOptions(host, port, readSize, newTimeout, language);
  }

  /** The same options with another language of the dialogue. */
  public ClientOptions withLanguage(Language newLanguage) {
    return new ClientOptions(host, port, readSize, timeout, newLanguage);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
