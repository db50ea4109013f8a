package dev.echospec.suite;

/** A section with a case whose scripts scale with the effort of the run. */
public interface Scalable {
  /**
   * Called before the scripts of a case are drawn.
   *
   * @param effort of the run
   */
  void scale(Effort effort);
}
