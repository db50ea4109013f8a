package dev.echospec.compare;

/**
 * A figure of a case of level INFO, as people read it.
 *
 * @param name what was measured, in words, such as "bytes accepted before it stalls"
 * @param text the value with its unit
 * @param comparable whether equal texts mean equal behaviour: false of what differs a little from
 *     run to run
 */
public record ShownFigure(String name, String text, boolean comparable) {}
