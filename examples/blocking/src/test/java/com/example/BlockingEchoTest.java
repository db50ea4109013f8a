package com.example;

import dev.echospec.junit.EchoServer;
import dev.echospec.junit.EchoServerContract;
import java.io.IOException;

/** Fails: the server has a fault, and the failures say which. */
class BlockingEchoTest extends EchoServerContract {
  @Override
  protected EchoServer start() throws IOException {
    BlockingEchoServer server = BlockingEchoServer.listen(0);
    return EchoServer.at(server.address(), server::close);
  }
}
