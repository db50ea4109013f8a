package dev.echospec.matrix;

import dev.echospec.zoo.TransformFaults;

class TransformFaultsTest extends FaultMatrix {
  TransformFaultsTest() {
    super(TransformFaults.class);
  }
}
