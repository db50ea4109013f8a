package dev.echospec.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Settings of an {@link EchoServerContract} or of the {@link EchoFleet} of a test class. Each is
 * also a property, named in its description. A system property wins over the annotation, so that a
 * failure can be looked at without a change of code; the annotation wins over JUnit's configuration
 * parameters and {@code junit-platform.properties}, which hold for all classes.
 *
 * <p>A value that makes no sense fails the class once, with a line that says what to write.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FleetExtension.class)
public @interface EchoConformance {
  /**
   * Returns what the server claims to be: {@code sequential}, {@code concurrent} or {@code rfc862};
   * concurrent if empty. Property {@code echospec.profile}.
   */
  String profile() default "";

  /**
   * Returns globs of the cases to run, such as {@code stream/*}; all if empty. Property {@code
   * echospec.case}, separated by commas.
   */
  String[] cases() default {};

  /** Returns globs of cases not to run. Property {@code echospec.exclude}, separated by commas. */
  String[] exclude() default {};

  /**
   * Returns the file of known failures, relative to the working directory; none if empty. Property
   * {@code echospec.expect}.
   */
  String knownFailures() default "";

  /**
   * Returns the number of generated conversations of a case of ordinary cost, 1 or more; 0 for the
   * default of 200. Property {@code echospec.tries}.
   */
  int tries() default 0;

  /**
   * Returns the seed of everything random; 0 for one that is drawn anew in each build. Property
   * {@code echospec.seed}.
   */
  long seed() default 0;

  /**
   * Returns how long the server may be silent while it owes something, such as {@code 500ms} or
   * {@code 2s}; measured if empty. Property {@code echospec.patience}.
   */
  String patience() default "";

  /**
   * Returns true for five times the tries, and larger cases. Property {@code echospec.thorough}.
   */
  boolean thorough() default false;
}
