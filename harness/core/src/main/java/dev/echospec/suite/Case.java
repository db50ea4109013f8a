package dev.echospec.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * A rule and its check. The annotated method is an ordinary jqwik property; its body plays scripts
 * through a {@link Wire}. These annotations are the only list of cases.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Property(
    shrinking = ShrinkingMode.FULL,
    generation = GenerationMode.RANDOMIZED,
    edgeCases = EdgeCasesMode.NONE)
public @interface Case {
  /**
   * @return {@code section/what-it-is-about}, unique
   */
  String id();

  /**
   * @return how binding the rule is
   */
  Level level() default Level.MUST;

  /**
   * @return what must hold, in a sentence
   */
  String rule();

  /**
   * @return why it matters to somebody who uses the server
   */
  String why();

  /**
   * @return what usually breaks it, and how to fix that
   */
  String fix();

  /**
   * @return where the rule comes from
   */
  String source();

  /**
   * @return by how much a try of this case is dearer than a plain one: it gets so many times fewer
   *     of them
   */
  int cost() default 1;

  /**
   * @return at least so many tries, because the first ones are a list that must be gone through
   */
  int listed() default 1;

  /**
   * @return whether it is about resets that the client sends: where something stands between that
   *     turns them into orderly ends, a pass would mean nothing
   */
  boolean resets() default false;

  /**
   * @return whether each of its scripts is the first that the server meets after a start, where it
   *     can be started from here
   */
  boolean fromStart() default false;

  /**
   * @return whether a try opens more than {@link Effort#LIGHT} connections: a load that a machine
   *     of others must not get without the consent of its owner
   */
  boolean heavy() default false;

  /**
   * @return the profiles that it belongs to; in others it is skipped
   */
  Profile[] profiles() default {Profile.SEQUENTIAL, Profile.CONCURRENT, Profile.RFC862};
}
