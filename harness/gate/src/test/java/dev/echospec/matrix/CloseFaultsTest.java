package dev.echospec.matrix;

import dev.echospec.zoo.CloseFaults;

class CloseFaultsTest extends FaultMatrix {
  CloseFaultsTest() {
    super(CloseFaults.class);
  }
}
