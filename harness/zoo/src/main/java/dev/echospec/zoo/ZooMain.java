package dev.echospec.zoo;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs one server of the zoo as a process: {@code java dev.echospec.zoo.ZooMain NAME PORT}. {@code
 * NAME+NAME} is the server that {@link ZooTarget#of(List, Zoo.Entry)} makes of them: content faults
 * in front of the last one. Ends with status 0 at SIGTERM; with status 1, and its last words on
 * stderr, when the server dies by its own fault; with status 2 when it cannot be run.
 */
public final class ZooMain {
  private ZooMain() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: ZooMain NAME PORT");
      System.exit(2);
    }
    try {
      run(Stream.of(args[0].split("\\+")).map(Zoo::named).toList(), Integer.parseInt(args[1]));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e);
      System.exit(2);
    }
  }

  private static void run(List<Zoo.Entry> entries, int port)
      throws IOException, InterruptedException {
    int last = entries.size() - 1;
    ZooServer server = Zoo.start(entries.subList(0, last), entries.get(last), port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(server), "zoo-shutdown"));
    System.out.println(server.name() + " listens on 127.0.0.1:" + server.port());
    server.awaitEnd();
    System.exit(0); // The hook decides on the status.
  }

  /** Ends the process: after SIGTERM the runtime itself would say 143. */
  private static void leave(ZooServer server) {
    boolean died = !server.alive();
    server.lastWords().ifPresent(System.err::println);
    System.err.flush();
    Runtime.getRuntime().halt(died ? 1 : 0);
  }
}
