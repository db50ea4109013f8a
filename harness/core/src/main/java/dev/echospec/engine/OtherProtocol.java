package dev.echospec.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A protocol that is no echo, known by how its servers answer what they do not understand. */
enum OtherProtocol {
  /** RFC 9112, section 4; without a version line, the page of an HTTP/0.9 answer. */
  HTTP("HTTP/1.", "<!DOCTYPE", "<!doctype", "<html", "<HTML"),
  /** RFC 4253, section 4.2. */
  SSH("SSH-2.0-", "SSH-1."),
  /** RFC 8446, section 6: an alert of the record versions 3.0 to 3.3. */
  TLS("\u0015\u0003\u0000", "\u0015\u0003\u0001", "\u0015\u0003\u0002", "\u0015\u0003\u0003"),
  /** An error of the Redis serialization protocol. */
  REDIS("-ERR ");

  private final List<String> beginnings;

  OtherProtocol(String... beginnings) {
    this.beginnings = List.of(beginnings);
  }

  /** Returns the protocol of an answer; empty if it may be one of an echo server. */
  static Optional<OtherProtocol> of(byte[] answer) {
    String text = new String(answer, ISO_8859_1);
    return Arrays.stream(values())
        .filter(protocol -> protocol.beginnings.stream().anyMatch(text::startsWith))
        .findFirst();
  }
}
