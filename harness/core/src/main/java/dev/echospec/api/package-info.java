/**
 * The Java API: {@link dev.echospec.api.Verification} describes a run and runs it, {@link
 * dev.echospec.api.VerificationResult} is what came of it. {@code docs/java-api.md} is its page.
 *
 * <p>These types, those of {@code dev.echospec.junit} and the file formats keep their meaning
 * within a major version. All other packages of the kit may change at any time; no type of theirs
 * stands in a signature here.
 */
@NullMarked
package dev.echospec.api;

import org.jspecify.annotations.NullMarked;
