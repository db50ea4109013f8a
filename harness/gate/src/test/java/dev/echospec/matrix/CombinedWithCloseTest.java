package dev.echospec.matrix;

/** Content faults and the end of connections. */
class CombinedWithCloseTest extends CombinedFaults {
  CombinedWithCloseTest() {
    super(
        Combination.of("DiesOnInvalidUtf8", "NeverCloses"),
        Combination.of("EndsAtNul", "ResetsAtTheEnd"),
        Combination.of("LfToCrlf", "NeverCloses"),
        Combination.of("UpperCasesUnicode", "ClosesAfterTenAnswers"),
        Combination.of("DropsMalformed", "ResetsAtTheEnd"),
        Combination.of("StripsEighthBit", "SaysGoodbye"),
        Combination.of("DropsBeyondBuffer", "NeverCloses"),
        Combination.of("ErasesAtBackspace", "ClosesAfterTenAnswers"),
        Combination.of("DiesOnInvalidUtf8", "EndsAtNul", "NeverCloses"),
        Combination.of("UpperCasesUnicode", "LfToCrlf", "ResetsAtTheEnd"));
  }
}
