package dev.echospec.matrix;

import dev.echospec.zoo.TextFaults;

class TextFaultsTest extends FaultMatrix {
  TextFaultsTest() {
    super(TextFaults.class);
  }
}
