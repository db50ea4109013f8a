/**
 * Adapters between a run and jqwik: {@link dev.echospec.property.Launch} has jqwik execute the
 * cases of a run, and {@link dev.echospec.property.CaseLifecycle} hands each of them back to the
 * run.
 *
 * <p>This package and the cases themselves are all that knows jqwik. What is not of jqwik's public
 * API is used in {@link dev.echospec.property.JqwikInternals} alone. No verdict is made here.
 */
@NullMarked
package dev.echospec.property;

import org.jspecify.annotations.NullMarked;
