package dev.echospec.matrix;

import dev.echospec.zoo.SequentialFaults;

class SequentialFaultsTest extends FaultMatrix {
  SequentialFaultsTest() {
    super(SequentialFaults.class);
  }
}
