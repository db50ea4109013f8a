package dev.echospec.engine;

import dev.echospec.play.Player;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process of its own that runs two cases against a correct server, and takes all local ports or
 * all open files away when the first of them begins. Prints what becomes of it.
 */
final class Scarcity {
  private static final List<CaseInfo> CASES =
      Stream.of("transform/ascii-letters", "close/empty")
          .map(id -> Catalogue.find(id).orElseThrow())
          .toList();

  private final List<AutoCloseable> taken = new ArrayList<>();

  private Scarcity() {}

  /** Takes one more, or fails. */
  private interface Taking {
    AutoCloseable one() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    Scarcity scarcity = new Scarcity();
    RunListener listener =
        switch (args[0]) {
          case "ports" -> scarcity.ports();
          case "files" -> scarcity.files();
          default -> throw new IllegalArgumentException(args[0]);
        };
    loadAllClasses();
    Settings settings = new Settings(Profile.CONCURRENT, CASES, 20, 1, Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(new LittleTarget(LittleTarget::upper), settings, listener)) {
      run.open();
      Launch.execute(run);
      RunResult result = run.result("test");
      result
          .cases()
          .forEach(one -> System.out.println(one.verdict() + " " + one.reason().orElse("-")));
      result.notes().forEach(note -> System.out.println("note " + note));
      System.out.println(result.conformance());
    }
  }

  /** Nothing can be loaded any more when there are no files. */
  private static void loadAllClasses() throws Exception {
    for (Class<?> one : List.of(Player.class, Scarcity.class)) {
      Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root.resolve("dev/echospec"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.');
          Class.forName(
              name.substring(0, name.length() - ".class".length()),
              false,
              Scarcity.class.getClassLoader());
        }
      }
    }
  }

  /** Ports are given back as soon as somebody waits for one. */
  private RunListener ports() {
    Thread main = Thread.currentThread();
    return new RunListener() {
      @Override
      public void caseStarted(CaseInfo info, int index, int of) {
        if (index == 1) {
          take(
              () -> {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                return socket;
              });
          Thread giver = new Thread(() -> giveBackOnceWaitedFor(main), "giver");
          giver.setDaemon(true);
          giver.start();
        }
      }
    };
  }

  private void giveBackOnceWaitedFor(Thread main) {
    List<String> waiting = List.of("connectWhenPossible", "select");
    List<String> frames = List.of();
    while (!frames.containsAll(waiting)) {
      LockSupport.parkNanos(1_000_000);
      frames = Arrays.stream(main.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    }
    giveBack();
  }

  /** Files are given back when the case has ended. */
  private RunListener files() {
    return new RunListener() {
      @Override
      public void caseStarted(CaseInfo info, int index, int of) {
        if (index == 1) {
          take(SocketChannel::open);
        }
      }

      @Override
      public void caseEnded(CaseResult result) {
        giveBack();
      }
    };
  }

  private void take(Taking taking) {
    try {
      while (true) {
        taken.add(taking.one());
      }
    } catch (IOException e) {
      System.out.println("took " + taken.size() + ": " + e.getMessage());
    }
  }

  private void giveBack() {
    for (AutoCloseable one : taken) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    taken.clear();
  }
}
