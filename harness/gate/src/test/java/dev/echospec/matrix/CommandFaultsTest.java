package dev.echospec.matrix;

import dev.echospec.zoo.CommandFaults;

class CommandFaultsTest extends FaultMatrix {
  CommandFaultsTest() {
    super(CommandFaults.class);
  }
}
