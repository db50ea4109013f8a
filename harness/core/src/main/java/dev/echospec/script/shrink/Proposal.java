package dev.echospec.script.shrink;

import dev.echospec.script.Step;
import java.util.List;
import java.util.function.Supplier;

/**
 * Steps that a pass proposes, made when they are asked for: a search that resumes in the middle of
 * a pass makes none of those before.
 *
 * @param group what the pass works on one after the other, such as connections; from 0
 * @param range which of them it changes; within a group the larger ranges come first
 */
record Proposal(int group, Range range, Supplier<List<Step>> steps) {
  /** One of a few proposals that have no order among them. */
  static Proposal single(Supplier<List<Step>> steps) {
    return new Proposal(0, new Range(0, 1, 1), steps);
  }
}
