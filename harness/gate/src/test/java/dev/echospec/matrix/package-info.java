/**
 * The gate: every faulty server of the zoo goes through the cases that must catch it, every odd one
 * through all cases. What each fault must show is checked by {@link dev.echospec.matrix.PairCheck};
 * the number of checks and the measured figures are published in docs/sensitivity.md.
 */
package dev.echospec.matrix;
