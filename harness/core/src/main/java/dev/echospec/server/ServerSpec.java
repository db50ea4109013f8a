package dev.echospec.server;

import dev.echospec.script.ShellWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server under test as the user names it, parsed but not started. The command line, the fleet
 * file and the properties of a build all parse it here. A new kind of server is a record of this
 * interface, a line in {@link #parse}, and its place in {@link #FORMS}.
 */
public sealed interface ServerSpec
    permits ServerSpec.Embedded,
        ServerSpec.Address,
        ServerSpec.Restarted,
        ServerSpec.Command,
        ContainerSource {
  /** The kinds of containers, for a sentence. */
  String CONTAINERS = "docker://IMAGE, dockerfile:PATH or compose:FILE#SERVICE";

  /** What the help of a command names, for a list. */
  String FORMS = "HOST:PORT, PORT, docker://IMAGE, dockerfile:PATH, compose:FILE#SERVICE";

  /** Characters that a name may have. */
  int LONGEST = 4_096;

  /**
   * Parses the name of a server: {@code HOST:PORT}, {@code PORT}, {@code [IPV6]:PORT}, the same
   * after {@code restarted:}, {@code command:WORDS}, {@code docker://IMAGE}, {@code
   * dockerfile:PATH}, {@code compose:FILE#SERVICE} or {@code embedded}.
   *
   * @param text as the user wrote it
   * @return what it names; nothing is looked up
   * @throws IllegalArgumentException if it has none of these forms; the message is for the user
   */
  static ServerSpec parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("A target takes at most " + LONGEST + " characters.");
    }
    if (text.equals(Embedded.NAME)) {
      return new Embedded();
    }
    if (text.startsWith(Command.PREFIX)) {
      return Command.parse(text);
    }
    if (text.startsWith(ContainerSource.Image.PREFIX)) {
      return ContainerSource.Image.parse(text);
    }
    if (text.startsWith(ContainerSource.Dockerfile.PREFIX)) {
      return ContainerSource.Dockerfile.parse(text);
    }
    if (text.startsWith(ContainerSource.ComposeService.PREFIX)) {
      return ContainerSource.ComposeService.parse(text);
    }
    if (text.startsWith(Restarted.PREFIX)) {
      return new Restarted(Address.parse(text.substring(Restarted.PREFIX.length()), text));
    }
    return Address.parse(text, text);
  }

  /**
   * Returns the name, as {@link #parse} takes it.
   *
   * @return such as {@code localhost:10000}; of an address always with the host
   */
  String text();

  /**
   * Makes the server that this names.
   *
   * @param options how it is started; a kind looks only at those that are for it
   * @return the target, not started
   * @throws IllegalArgumentException if options are set that this kind does not take; the message
   *     is for the user
   */
  Target target(StartOptions options);

  /**
   * Returns what of this machine the server needs for itself alone while it runs. Of two servers
   * with equal claims only one can run at a time.
   *
   * @param port where a command listens unless its arguments hold {@code {port}}
   * @return such as {@code port 10000}; empty if any number can run at the same time
   */
  default Optional<String> claim(int port) {
    return Optional.empty();
  }

  /**
   * Returns the file or folder that the name holds.
   *
   * @return relative paths as the user wrote them; empty for kinds without a path
   */
  default Optional<Path> path() {
    return Optional.empty();
  }

  /**
   * Returns the same server with another path.
   *
   * @param path instead of {@link #path}
   * @return itself if this kind has no path
   */
  default ServerSpec at(Path path) {
    return this;
  }

  /** The reference server in this process. */
  record Embedded() implements ServerSpec {
    private static final String NAME = "embedded";

    @Override
    public String text() {
      return NAME;
    }

    @Override
    public Target target(StartOptions options) {
      options.container().refuseFor("the embedded server");
      return new EmbeddedTarget(options.embedded());
    }
  }

  /**
   * A server that runs already, and that nothing starts again.
   *
   * @param host a name or an address, without brackets
   * @param port from 1 to 65535
   */
  record Address(String host, int port) implements ServerSpec {
    /** Bound of one connect. */
    private static final Duration CONNECT = Duration.ofSeconds(8);

    private static final Set<String> THIS_MACHINE =
        Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0");

    private static final int HIGHEST_PORT = 65_535;

    private static Address parse(String address, String whole) {
      int colon = address.lastIndexOf(':');
      String host = colon < 0 ? "" : address.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      return new Address(
          host.isEmpty() ? "localhost" : host, port(address.substring(colon + 1), whole));
    }

    private static int port(String digits, String whole) {
      try {
        int port = Integer.parseInt(digits);
        if (port >= 1 && port <= HIGHEST_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw new IllegalArgumentException(
          "'"
              + whole
              + "' is no target: write HOST:PORT with a port from 1 to 65535, a command after --, "
              + CONTAINERS
              + ".");
    }

    @Override
    public String text() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public AddressTarget target(StartOptions options) {
      options.container().refuseFor(text());
      return new AddressTarget(host, port, CONNECT);
    }

    @Override
    public Optional<String> claim(int portOfCommand) {
      return Optional.of(THIS_MACHINE.contains(host) ? portClaim(port) : text());
    }
  }

  /**
   * A server that another program starts, and starts again when it has ended.
   *
   * @param address where it listens
   */
  record Restarted(Address address) implements ServerSpec {
    static final String PREFIX = "restarted:";

    /** Bound of a start by that program, on a busy machine. */
    private static final Duration COMES = Duration.ofSeconds(60);

    @Override
    public String text() {
      return PREFIX + address.text();
    }

    @Override
    public Target target(StartOptions options) {
      options.container().refuseFor(text());
      return new RestartedTarget(address.target(options), COMES);
    }

    @Override
    public Optional<String> claim(int portOfCommand) {
      return address.claim(portOfCommand);
    }
  }

  /**
   * A program that the kit starts.
   *
   * @param words program and arguments; {@code {port}} and {@code {host}} in them are substituted
   */
  record Command(List<String> words) implements ServerSpec {
    private static final String PREFIX = "command:";

    /** Copies the words. */
    public Command {
      words = List.copyOf(words);
    }

    private static Command parse(String text) {
      List<String> words = ShellWords.split(text.substring(PREFIX.length()));
      if (words.isEmpty() || words.get(0).isEmpty()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no target: the command is missing after " + PREFIX);
      }
      return new Command(words);
    }

    @Override
    public String text() {
      return PREFIX + ShellWords.line(words);
    }

    @Override
    public CommandTarget target(StartOptions options) {
      options.container().refuseFor("a command");
      return new CommandTarget(words, options.port(), options.environment());
    }

    @Override
    public Optional<String> claim(int port) {
      return CommandTarget.isToldItsPort(words) ? Optional.empty() : Optional.of(portClaim(port));
    }
  }

  private static String portClaim(int port) {
    return "port " + port;
  }
}
