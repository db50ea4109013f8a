package com.example;

import dev.echospec.junit.EchoConformance;
import dev.echospec.junit.EchoServer;
import dev.echospec.junit.EchoServerContract;

@EchoConformance(tries = 100)
class NettyEchoTest extends EchoServerContract {
  @Override
  protected EchoServer start() {
    NettyEchoServer server = NettyEchoServer.listen(0);
    return EchoServer.at(server.address(), server::close);
  }
}
