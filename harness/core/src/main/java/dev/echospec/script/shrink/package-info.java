/**
 * Proposes simpler scripts for a script that failed. It never plays one: the engine decides which
 * proposals still fail, and asks again from there. Proposals are lazy, since all of them at once
 * would not fit into memory.
 */
@NullMarked
package dev.echospec.script.shrink;

import org.jspecify.annotations.NullMarked;
