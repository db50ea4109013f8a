package dev.echospec.matrix;

import dev.echospec.zoo.LateServers;

class LateServersTest extends OddMatrix {
  LateServersTest() {
    super(LateServers.class);
  }
}
