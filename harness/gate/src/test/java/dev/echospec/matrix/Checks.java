package dev.echospec.matrix;

/**
 * What the gate asks of a faulty server.
 *
 * @param fault the name of the server
 * @param checks how many different checks there were: those of {@link PairCheck} for each case,
 *     that of the diagnosis, and that of the section model alone
 * @param tests how many tests made these checks, all runs taken together
 * @param second how many of the tests a second run decided: of a fault that is marked as chance
 * @param third how many a third run decided
 */
record Checks(String fault, int checks, int tests, int second, int third) {}
