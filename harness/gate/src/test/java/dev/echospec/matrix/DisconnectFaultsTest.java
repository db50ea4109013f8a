package dev.echospec.matrix;

import dev.echospec.zoo.DisconnectFaults;

class DisconnectFaultsTest extends FaultMatrix {
  DisconnectFaultsTest() {
    super(DisconnectFaults.class);
  }
}
