package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.report.LiveText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * A server that wants to be obeyed by whatever shows what it says: {@code java
 * dev.echospec.cli.Commanding PORT}. It answers every byte with commands, and prints them to
 * stderr; without a port it only prints them, and ends.
 */
final class Commanding implements AutoCloseable {
  private static final byte[] ANSWER = String.join("\n", LiveText.corpus()).getBytes(UTF_8);

  private final ServerSocket listener;

  private Commanding(int port) throws IOException {
    listener = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
  }

  static Commanding start() throws IOException {
    Commanding server = new Commanding(0);
    Thread thread = new Thread(server::serve, "commanding");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  static List<String> command(String... args) {
    return Kit.java(Commanding.class, args);
  }

  public static void main(String[] args) throws IOException {
    PrintStream err = new PrintStream(System.err, true, UTF_8);
    LiveText.corpus().forEach(err::println);
    if (args.length == 0) {
      System.exit(9);
    }
    new Commanding(Integer.parseInt(args[0])).serve();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept();
          OutputStream out = client.getOutputStream()) {
        if (client.getInputStream().read() >= 0) {
          out.write(ANSWER);
        }
      } catch (IOException e) {
        // The next one may stay longer; or the test is over.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
