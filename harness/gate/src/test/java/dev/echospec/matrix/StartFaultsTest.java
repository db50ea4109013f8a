package dev.echospec.matrix;

import dev.echospec.zoo.StartFaults;

class StartFaultsTest extends FaultMatrix {
  StartFaultsTest() {
    super(StartFaults.class);
  }
}
