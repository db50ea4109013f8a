package dev.echospec.zoo;

import dev.echospec.suite.Profile;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A zoo server that is correct, however strange: no case may fail it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Odd {
  /** One sentence: what is odd though correct. */
  String value();

  /** Whether it runs in a process of its own, so that what it holds can be counted. */
  boolean asProcess() default false;

  /**
   * Why chance alone may take a case's whole time, so that one run leaves it undecided; empty if
   * each run must decide every MUST.
   */
  String chance() default "";

  /** What the server claims to be, and is judged by. */
  Profile profile() default Profile.CONCURRENT;
}
