package dev.echospec.matrix;

import dev.echospec.zoo.EnduranceFaults;

class EnduranceFaultsTest extends FaultMatrix {
  EnduranceFaultsTest() {
    super(EnduranceFaults.class);
  }
}
