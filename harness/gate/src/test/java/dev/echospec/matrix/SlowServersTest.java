package dev.echospec.matrix;

import dev.echospec.zoo.SlowServers;

class SlowServersTest extends OddMatrix {
  SlowServersTest() {
    super(SlowServers.class);
  }
}
