package dev.echospec.suite;

import java.lang.reflect.Method;
import java.util.List;

/**
 * A case, as its annotation tells it.
 *
 * @param rule the annotation
 * @param method the property
 */
public record CaseInfo(Case rule, Method method) {
  /**
   * @return {@code section/name}
   */
  public String id() {
    return rule.id();
  }

  /**
   * @return the part of the id before the slash
   */
  public String section() {
    return id().substring(0, id().indexOf('/'));
  }

  /**
   * @param profile what a server claims to be
   * @return whether the rule is for such a server
   */
  public boolean isFor(Profile profile) {
    return List.of(rule.profiles()).contains(profile);
  }

  /**
   * @return how binding the rule is
   */
  public Level level() {
    return rule.level();
  }
}
