package dev.echospec.zoo;

import dev.echospec.server.CommandTarget;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of the zoo as a target: each start makes a fresh one, on a port of its own. */
public final class ZooTarget implements Target {
  private final List<Zoo.Entry> contents;
  private final Zoo.Entry entry;
  private ZooServer server;
  private InetSocketAddress address;

  private ZooTarget(List<Zoo.Entry> contents, Zoo.Entry entry) {
    this.contents = List.copyOf(contents);
    this.entry = entry;
  }

  /**
   * The target for a server of the zoo: in this process, or in one of its own where its fault shows
   * only there.
   *
   * @param entry which
   */
  public static Target of(Zoo.Entry entry) {
    return entry.asProcess() ? process(entry) : new ZooTarget(List.of(), entry);
  }

  /**
   * The target for a server that has the faults of several at once.
   *
   * @param contents servers that override nothing but what they make of the bytes of a read
   * @param carrier any that runs in this process
   */
  public static Target of(List<Zoo.Entry> contents, Zoo.Entry carrier) {
    return new ZooTarget(contents, carrier);
  }

  private static Target process(Zoo.Entry entry) {
    return new CommandTarget(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-classpath",
            System.getProperty("java.class.path"),
            ZooMain.class.getName(),
            entry.name(),
            "{port}"),
        0);
  }

  @Override
  public String name() {
    return Stream.concat(contents.stream(), Stream.of(entry))
        .map(Zoo.Entry::name)
        .collect(Collectors.joining(" + "));
  }

  @Override
  public void start() throws TargetException {
    stop();
    try {
      server = Zoo.start(contents, entry, 0);
      address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port());
    } catch (IOException e) {
      throw new TargetException(name() + " cannot be started: " + e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<String> death() {
    return server == null || server.alive()
        ? Optional.empty()
        : Optional.of("exited with status 1");
  }

  @Override
  public String lastWords() {
    return server == null ? "" : server.lastWords().orElse("");
  }

  @Override
  public boolean canRestart() {
    return true;
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
