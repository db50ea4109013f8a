/**
 * A run, from the start of the server to its result. {@link dev.echospec.engine.CaseRun} runs one
 * case: search, shrink, confirm, decide. {@link dev.echospec.engine.ServerUnderTest} starts, probes
 * and restarts the server, and {@link dev.echospec.engine.TimeBudget} bounds all of it.
 *
 * <p>All that belongs to a run is a field of its {@link dev.echospec.engine.ConformanceRun};
 * nothing is static, so that several runs can be under way at once. Not allowed here: jqwik (a case
 * comes as a {@link dev.echospec.engine.CaseProperty}), sockets and reports.
 */
@NullMarked
package dev.echospec.engine;

import org.jspecify.annotations.NullMarked;
