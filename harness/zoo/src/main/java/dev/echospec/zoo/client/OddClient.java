package dev.echospec.zoo.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A zoo client that is correct, though unusual: it must pass everything. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OddClient {
  /** One sentence: what is odd. */
  String value();
}
