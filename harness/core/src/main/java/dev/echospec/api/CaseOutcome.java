package dev.echospec.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param id such as stream/split-character
 * @param rule what the case checks, in a sentence
 * @param verdict the verdict
 * @param known true if it fails as the file of known failures says
 * @param tries number of conversations that were generated and played
 * @param took how long it took
 * @param reason why, in a sentence, for SKIP, INCONCLUSIVE, INFO and ERROR
 * @param failure what the command line prints of a violated rule: the shortest conversation that
 *     shows it, what was expected and what came, the likely cause and its fix, on several lines;
 *     empty if the rule was not seen violated
 */
public record CaseOutcome(
    String id,
    String rule,
    Verdict verdict,
    boolean known,
    int tries,
    Duration took,
    Optional<String> reason,
    Optional<String> failure) {}
