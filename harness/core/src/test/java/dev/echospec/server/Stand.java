package dev.echospec.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A program for tests to start, which does what a server does besides its work. */
public final class Stand {
  private Stand() {}

  /** Arguments: what to do, a port, an address. */
  public static void main(String[] args) throws Exception {
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    String host = args.length > 2 ? args[2] : "127.0.0.1";
    switch (args[0]) {
      case "echo" -> echo(host, port);
      case "strict" -> strict(port);
      case "flood" -> {
        flood();
        echo(host, port);
      }
      case "fail" -> {
        System.err.println("first line");
        System.err.println("no such thing: é");
        System.exit(3);
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void echo(String host, int port) throws IOException {
    try (ServerSocket listening = new ServerSocket(port, 50, InetAddress.getByName(host))) {
      while (true) {
        try (Socket socket = listening.accept()) {
          socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
          System.err.println(e.getMessage());
        }
      }
    }
  }

  /**
   * Binds without SO_REUSEADDR, and prints nothing if that fails. At an exclamation mark it closes
   * the connection first, which puts it into TIME_WAIT, and exits.
   */
  private static void strict(int port) throws IOException {
    try (ServerSocket listening = new ServerSocket()) {
      listening.setReuseAddress(false);
      try {
        listening.bind(new java.net.InetSocketAddress("127.0.0.1", port));
      } catch (java.net.BindException e) {
        System.exit(1);
      }
      while (true) {
        try (Socket socket = listening.accept()) {
          for (int b; (b = socket.getInputStream().read()) >= 0; ) {
            if (b == '!') {
              System.exit(0);
            }
            socket.getOutputStream().write(b);
          }
        } catch (IOException e) {
          System.err.println(e.getMessage());
        }
      }
    }
  }

  private static void flood() {
    byte[] line = ("x".repeat(99) + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i < 40_000; i++) {
      System.out.write(line, 0, line.length);
      System.err.write(line, 0, line.length);
    }
    System.err.println("the last line");
  }
}
