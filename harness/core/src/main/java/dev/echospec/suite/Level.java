package dev.echospec.suite;

/** Requirement level of a rule, in the terms of RFC 2119. */
public enum Level {
  /** Breaking it fails the run. */
  MUST,
  /** Breaking it warns. */
  SHOULD,
  /** Left open; what the server does is recorded. */
  INFO
}
