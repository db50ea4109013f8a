package dev.echospec.matrix;

/** Content faults and flow control. */
class CombinedWithFlowTest extends CombinedFaults {
  CombinedWithFlowTest() {
    super(
        Combination.of("DiesOnInvalidUtf8", "WrongAtSixteenMebibytes"),
        Combination.of("DiesOnInvalidUtf8", "DropsWhenQueueIsFull"),
        Combination.of("EndsAtNul", "HasQuota"),
        Combination.of("ReplacesMalformed", "DropsMegabytesAtTheEnd"),
        Combination.of("LfToCrlf", "GathersLargeInput"),
        Combination.of("DiesOnCutCharacter", "OverrunsRing"),
        Combination.of("StripsEighthBit", "DropsSlowReaders"),
        Combination.of("EncodesTwice", "WrongAtSixteenMebibytes"),
        Combination.of("DiesOnInvalidUtf8", "EndsAtNul", "DropsWhenQueueIsFull"),
        Combination.of("ReplacesMalformed", "ErasesAtBackspace", "HasQuota"));
  }
}
