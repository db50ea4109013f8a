/**
 * The cases: a method with {@link dev.echospec.suite.Case} each, which is an ordinary property of
 * jqwik, in a class a section. {@link dev.echospec.suite.Catalogue} reads them off their
 * annotations and is the only list of cases.
 *
 * <p>A case draws scripts and plays them through its {@link dev.echospec.suite.Wire}. It reaches
 * the server in no other way, and gives no verdict: it throws {@link dev.echospec.suite.Violated}
 * at most.
 */
@NullMarked
package dev.echospec.suite;

import org.jspecify.annotations.NullMarked;
