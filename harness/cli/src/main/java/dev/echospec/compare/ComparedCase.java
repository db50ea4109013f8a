package dev.echospec.compare;

import dev.echospec.suite.Level;

/**
 * A row of the comparison.
 *
 * @param id such as stream/segmentation
 * @param level requirement level of its rule (RFC 2119)
 * @param rule what must hold, in a sentence; empty if it is not known
 */
public record ComparedCase(String id, Level level, String rule) {
  /** Returns the part of the id before the slash. */
  public String section() {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }
}
