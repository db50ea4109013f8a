package dev.echospec.matrix;

import dev.echospec.zoo.ConcurrentFaults;

class ConcurrentFaultsTest extends FaultMatrix {
  ConcurrentFaultsTest() {
    super(ConcurrentFaults.class);
  }
}
