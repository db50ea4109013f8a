package dev.echospec.matrix;

import dev.echospec.zoo.StreamFaults;

class StreamFaultsTest extends FaultMatrix {
  StreamFaultsTest() {
    super(StreamFaults.class);
  }
}
