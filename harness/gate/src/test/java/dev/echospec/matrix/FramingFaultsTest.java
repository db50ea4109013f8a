package dev.echospec.matrix;

import dev.echospec.zoo.FramingFaults;

class FramingFaultsTest extends FaultMatrix {
  FramingFaultsTest() {
    super(FramingFaults.class);
  }
}
