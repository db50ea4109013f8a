package dev.echospec.matrix;

/** Content faults and clients that leave. */
class CombinedWithDisconnectTest extends CombinedFaults {
  CombinedWithDisconnectTest() {
    super(
        Combination.of("DiesOnInvalidUtf8", "DiesOnReset"),
        Combination.of("DiesOnCutCharacter", "DiesOnReset"),
        Combination.of("EndsAtNul", "DiesOnBrokenPipe"),
        Combination.of("DropsMalformed", "HangsOnLargeAbort"),
        Combination.of("LfToCrlf", "KeepsLeftovers"),
        Combination.of("UpperCasesUnicode", "LosesPlacesToAborts"),
        Combination.of("StripsEighthBit", "ClosesNextConnection"),
        Combination.of("AddsLineEnd", "DiesOnReset"),
        Combination.of("DiesOnInvalidUtf8", "LfToCrlf", "DiesOnReset"),
        Combination.of("EndsAtNul", "UpperCasesUnicode", "HangsOnLargeAbort"));
  }
}
