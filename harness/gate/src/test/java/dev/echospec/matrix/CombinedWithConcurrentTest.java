package dev.echospec.matrix;

/** Content faults and several clients. */
class CombinedWithConcurrentTest extends CombinedFaults {
  CombinedWithConcurrentTest() {
    super(
        Combination.of("UpperCasesUnicode", "LimitOfTen"),
        Combination.of("EndsAtNul", "LocksConversations"),
        Combination.of("DropsMalformed", "AnswersTheLatest"),
        Combination.of("LfToCrlf", "HasSixteenWorkers"),
        Combination.of("DiesOnInvalidUtf8", "LimitOfTen"),
        Combination.of("DiesOnCutCharacter", "LocksConversations"),
        Combination.of("StripsEighthBit", "HasSixteenWorkers"),
        Combination.of("ErasesAtBackspace", "LimitOfTen"),
        Combination.of("DiesOnInvalidUtf8", "EndsAtNul", "LimitOfTen"),
        Combination.of("DropsMalformed", "LfToCrlf", "LocksConversations"));
  }
}
