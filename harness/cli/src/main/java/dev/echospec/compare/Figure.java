package dev.echospec.compare;

/**
 * Something that was measured or found out where the rules leave the behaviour open.
 *
 * @param name what it is, in words, such as "bytes accepted before it stalls"
 * @param text the value as people read it, with its unit
 * @param comparable whether equal texts mean equal behaviour: false of what is measured and differs
 *     a little from run to run
 */
public record Figure(String name, String text, boolean comparable) {}
