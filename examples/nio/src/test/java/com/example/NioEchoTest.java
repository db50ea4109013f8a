package com.example;

import dev.echospec.junit.EchoServer;
import dev.echospec.junit.EchoServerContract;
import java.io.IOException;

class NioEchoTest extends EchoServerContract {
  @Override
  protected EchoServer start() throws IOException {
    NioEchoServer server = NioEchoServer.listen(0);
    return EchoServer.at(server.address(), server::close);
  }
}
