package dev.echospec.tap;

import java.util.Locale;

/** One end of a relayed connection. */
public enum Side {
  /** The end that connected to the relay. */
  CLIENT,
  /** The end that the relay connected to. */
  SERVER;

  Side other() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /** Returns it in a word, such as "client". */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
