package dev.echospec.matrix;

import dev.echospec.zoo.LifetimeFaults;

class LifetimeFaultsTest extends FaultMatrix {
  LifetimeFaultsTest() {
    super(LifetimeFaults.class);
  }
}
