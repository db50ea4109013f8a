package dev.echospec.matrix;

import dev.echospec.zoo.BufferFaults;

class BufferFaultsTest extends FaultMatrix {
  BufferFaultsTest() {
    super(BufferFaults.class);
  }
}
