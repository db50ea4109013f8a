package dev.echospec.script.shrink;

import dev.echospec.script.Script;

/**
 * A simpler script.
 *
 * @param script the script
 * @param place where to resume if it is taken
 */
public record Candidate(Script script, Place place) {}
