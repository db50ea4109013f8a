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
    // The engine shrinks what fails, in its own time and with replays.
    shrinking = ShrinkingMode.OFF,
    generation = GenerationMode.RANDOMIZED,
    edgeCases = EdgeCasesMode.NONE)
public @interface Case {
  /** Returns {@code section/what-it-is-about}, unique. */
  String id();

  /** Returns the requirement level (RFC 2119). */
  Level level() default Level.MUST;

  /** Returns the rule, in a sentence. */
  String rule();

  /** Returns why the rule matters to a user of the server. */
  String why();

  /** Returns what usually breaks it, and how to fix that. */
  String fix();

  /** Returns where the rule comes from. */
  String source();

  /** Returns the cost factor: a case gets the default number of tries divided by it. */
  int cost() default 1;

  /** Returns the minimum number of tries: a case may begin with a list that must be completed. */
  int listed() default 1;

  /**
   * Returns true if the case depends on resets by the client, which some proxies turn into orderly
   * ends: there it is skipped.
   */
  boolean resets() default false;

  /**
   * Returns true if the rule is about which bytes pass: that the server is known not to take some
   * of them is no reason to leave them out.
   */
  boolean content() default false;

  /**
   * Returns true if the rule is that a message is answered though no line end completes it: that
   * the server is known to wait for line ends is no reason to send some.
   */
  boolean atOnce() default false;

  /**
   * Returns the rank of the case in its section: one of a greater rank runs earlier. What it finds,
   * later cases keep clear of.
   */
  int rank() default 0;

  /**
   * Returns true if each try is one script of which nothing but the law is judged, or that is
   * merely observed, and mostly waits: to save time, tries of several such cases are played at once
   * to a server that serves many clients.
   */
  boolean sideBySide() default false;

  /** Returns true if the server is restarted before each script, where it can be. */
  boolean fromStart() default false;

  /**
   * Returns true if a try opens more than {@link Effort#LIGHT} connections, a load that needs the
   * consent of a public server's owner.
   */
  boolean heavy() default false;

  /** Returns the profiles that the case belongs to; in others it is skipped. */
  Profile[] profiles() default {Profile.SEQUENTIAL, Profile.CONCURRENT, Profile.RFC862};
}
