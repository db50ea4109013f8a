package dev.echospec.matrix;

import dev.echospec.zoo.SpecialByteFaults;

class SpecialByteFaultsTest extends FaultMatrix {
  SpecialByteFaultsTest() {
    super(SpecialByteFaults.class);
  }
}
