package dev.echospec.zoo;

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
}
