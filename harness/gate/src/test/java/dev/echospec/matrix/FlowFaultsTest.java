package dev.echospec.matrix;

import dev.echospec.zoo.FlowFaults;

class FlowFaultsTest extends FaultMatrix {
  FlowFaultsTest() {
    super(FlowFaults.class);
  }
}
