package dev.echospec.zoo;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.Profile;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A zoo server that breaks one rule, and what the suite must make of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Fault {
  /** One sentence: what this server does wrong. */
  String summary();

  /**
   * What a diagnosis must name. Several where more than one is true of this server; none where the
   * evidence is too thin by nature.
   */
  Cause[] cause();

  /** The ids of the cases that must catch it. Others may, too. */
  String[] caughtBy();

  /**
   * Words that the printed failure must contain. Each entry is for the failure of every case in
   * {@link #caughtBy}, or, where it begins with the id of a case and a colon, of that case only.
   */
  String[] saying() default {};

  /** What the server claims to be, and is judged by. */
  Profile profile() default Profile.CONCURRENT;

  /** The most bytes that shrinking may leave on any one connection of the script. */
  int bytes() default Integer.MAX_VALUE;

  /**
   * Whether the fault can only be counted from outside a process of its own ({@link ZooMain}):
   * leaked descriptors, threads, memory. Nothing shows on the wire.
   */
  boolean asProcess() default false;

  /**
   * Why one run may miss this fault: what is random, or which race the server may win. Such a fault
   * gets three runs with different seeds; every other fault must be caught, and diagnosed, in one.
   */
  String chance() default "";
}
