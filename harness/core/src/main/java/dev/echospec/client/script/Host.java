package dev.echospec.client.script;

import java.util.Locale;

/** How a client is told where the server is. */
public enum Host {
  /** 127.0.0.1. */
  IPV4("127.0.0.1"),
  /** ::1. */
  IPV6("::1"),
  /** localhost; the server listens on both loopback addresses where the machine has them. */
  NAME("localhost");

  private final String text;

  Host(String text) {
    this.text = text;
  }

  /** Returns the host as a user would write it. */
  public String text() {
    return text;
  }

  /** Returns the name in files, such as "ipv4". */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
