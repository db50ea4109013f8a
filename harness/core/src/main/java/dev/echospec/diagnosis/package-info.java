/**
 * Guesses the fault in the server's code from what its failures have in common: {@link
 * dev.echospec.diagnosis.Evidence} in, {@link dev.echospec.diagnosis.Diagnosis} out. Each list of
 * heuristics covers one family of causes.
 *
 * <p>It reads values of scripts, transcripts and violations, and the server's own last words; it
 * does not read messages of the kit. It does no I/O, and it does not know the cases, except by
 * {@link dev.echospec.diagnosis.CaseReference}.
 */
@NullMarked
package dev.echospec.diagnosis;

import org.jspecify.annotations.NullMarked;
