package dev.echospec.suite;

import java.lang.reflect.Method;
import java.util.List;

/**
 * A case, described by its annotation.
 *
 * @param rule the annotation
 * @param method the property
 */
public record CaseInfo(Case rule, Method method) {
  /** Returns {@code section/name}. */
  public String id() {
    return rule.id();
  }

  /** Returns the part of the id before the slash. */
  public String section() {
    return id().substring(0, id().indexOf('/'));
  }

  /**
   * Returns true if the rule applies to servers of a profile.
   *
   * @param profile what a server claims to be
   */
  public boolean isFor(Profile profile) {
    return List.of(rule.profiles()).contains(profile);
  }

  /** Returns true if the rule is about clients; the others are about servers. */
  public boolean isOfClient() {
    return section().equals("client");
  }

  /** Returns the requirement level (RFC 2119). */
  public Level level() {
    return rule.level();
  }
}
