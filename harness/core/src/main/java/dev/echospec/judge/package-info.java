/**
 * Decides whether a transcript was allowed: script, transcript and oracle in, violations out. Pure
 * functions of values, without I/O, clock or randomness, so they are tested with hand-written
 * transcripts.
 *
 * <p>A {@link dev.echospec.judge.Violation} says what is wrong both in a sentence for people and in
 * values for programs; later stages use the values only.
 */
@NullMarked
package dev.echospec.judge;

import org.jspecify.annotations.NullMarked;
