package dev.echospec.matrix;

import dev.echospec.zoo.OddServers;

class OddServersTest extends OddMatrix {
  OddServersTest() {
    super(OddServers.class);
  }
}
