package dev.echospec.matrix;

import dev.echospec.zoo.StallingServers;

class StallingServersTest extends OddMatrix {
  StallingServersTest() {
    super(StallingServers.class);
  }
}
