package dev.echospec.suite;

/** How binding a rule is, in the words of RFC 2119. */
public enum Level {
  /** Breaking it fails the run. */
  MUST,
  /** Breaking it warns. */
  SHOULD,
  /** Left open; what the server does is recorded. */
  INFO
}
