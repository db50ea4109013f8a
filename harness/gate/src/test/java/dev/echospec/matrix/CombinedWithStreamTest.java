package dev.echospec.matrix;

/** Content faults and the stream, a lifetime, a start, endurance. */
class CombinedWithStreamTest extends CombinedFaults {
  CombinedWithStreamTest() {
    super(
        // The first one is the gate's: it must not depend on how many reads two writes come in.
        Combination.of("EndsAtNul", "HoldsLastByte"),
        Combination.of("DiesOnInvalidUtf8", "FirstReadOnly"),
        Combination.of("DropsMalformed", "DropsNinthRead"),
        Combination.of("UpperCasesUnicode", "ClosesAfterFiveSeconds"),
        Combination.of("LfToCrlf", "WordsInSecondConversation"),
        Combination.of("StripsEighthBit", "StopsAcceptingAfterFifty"),
        Combination.of("DiesOnCutCharacter", "ClosesAfter5000Answers"),
        Combination.of("EncodesTwice", "WrongAt100000"),
        Combination.of("DiesOnInvalidUtf8", "LfToCrlf", "DropsNinthRead"),
        Combination.of("EndsAtNul", "UpperCasesUnicode", "ClosesAfter5000Answers"));
  }
}
