package dev.echospec.matrix;

import dev.echospec.zoo.BusyServers;

class BusyServersTest extends OddMatrix {
  BusyServersTest() {
    super(BusyServers.class);
  }
}
