package dev.echospec.zoo.client;

import dev.echospec.diagnosis.Cause;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A zoo client that breaks one rule. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ClientFault {
  /** One sentence: what this client does wrong. */
  String summary();

  /** The ids of the cases that must catch it, one or more. Others may, too. */
  String[] caughtBy();

  /**
   * What a diagnosis may name: what is true of the code of this client. One of them must be named
   * in a run of the cases of {@link #caughtBy}.
   */
  Cause[] causes();
}
