package dev.echospec.matrix;

import dev.echospec.zoo.SurvivalFaults;

class SurvivalFaultsTest extends FaultMatrix {
  SurvivalFaultsTest() {
    super(SurvivalFaults.class);
  }
}
