package dev.echospec.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Ports;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.server.LinuxProc;
import dev.echospec.server.TargetException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.ResourceReaper;
import org.testcontainers.utility.TestcontainersConfiguration;

/** The Docker engine that Testcontainers found, and how its containers are reached from here. */
final class Engine {
  /** Bound of calls that usually take a second. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Bound of the search, in which Testcontainers pulls its reaper unless that is off. */
  private static final Duration FINDING = Duration.ofMinutes(1);

  private static final String WITHOUT_REAPER =
      " Where its reaper cannot be pulled, set TESTCONTAINERS_RYUK_DISABLED=true: the kit removes its"
          + " containers by itself.";

  private static final String OTHER_HOST =
      " Inside a container, set TESTCONTAINERS_HOST_OVERRIDE to the address at which published ports"
          + " are reached: 127.0.0.1, if the engine runs in this container, too.";

  /**
   * The engine mounts files of a container's own folder into it, such as its host name. The
   * engine's own machine has such folders as well, mounted elsewhere.
   */
  private static final Pattern OWN_ID =
      Pattern.compile("/containers/([0-9a-f]{64})/hostname /etc/hostname ");

  private static final String NAME_OF_BRIDGE = "com.docker.network.bridge.name";

  private static final Path INSIDE_A_CONTAINER = Path.of("/.dockerenv");

  private final DockerClient client;

  private Engine(DockerClient client) {
    this.client = client;
  }

  /**
   * Finds the engine and removes what killed processes of the kit have left on it.
   *
   * @throws TargetException if there is none
   */
  static Engine find() throws TargetException {
    DockerClient client =
        within(
            FINDING,
            "Testcontainers was not ready within " + FINDING.toSeconds() + " s." + hint(),
            Engine::usable);
    try {
      within(
          PATIENCE,
          () -> {
            new Leftovers(client, Owner.self()).sweep();
            return null;
          });
    } catch (TargetException e) {
      // The next run tries again: leftovers do not prevent this one.
    }
    return new Engine(client);
  }

  private static DockerClient usable() throws TargetException {
    try {
      DockerClient client = DockerClientFactory.instance().client();
      reap(Owner.LABEL, Owner.self().label());
      return client;
    } catch (RuntimeException e) {
      boolean none =
          e instanceof IllegalStateException
              && String.valueOf(e.getMessage()).contains("Docker environment");
      throw new TargetException(
          none
              ? "No Docker engine answers: start one (and see that this user may use it), or name a"
                  + " target that needs none."
              : "The Docker engine answers, but Testcontainers cannot use it: "
                  + words(e)
                  + "."
                  + hint());
    }
  }

  /**
   * Has the reaper, where it runs, remove what bears a label as soon as this process is killed.
   * Without it Testcontainers would do that itself at the end of this process, beside the kit, and
   * the later of both would fail.
   */
  static void reap(String label, String value) {
    if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      ResourceReaper.instance().registerLabelsFilterForCleanup(Map.of(label, value));
    }
  }

  private static String hint() {
    TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
    return hint(
        name -> configuration.getEnvVarOrProperty(name, ""), Files.exists(INSIDE_A_CONTAINER));
  }

  /**
   * Returns the settings to try when Testcontainers does not start, without those that are set.
   *
   * @param configured returns the value of a property of Testcontainers, "" if it is not set
   * @param inside whether this process runs in a container
   */
  static String hint(UnaryOperator<String> configured, boolean inside) {
    String reaper = Boolean.parseBoolean(configured.apply("ryuk.disabled")) ? "" : WITHOUT_REAPER;
    return inside && configured.apply("host.override").isBlank() ? reaper + OTHER_HOST : reaper;
  }

  DockerClient client() {
    return client;
  }

  /** Returns the engine's own message in one line. */
  static String words(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && !(root instanceof DockerException)) {
      root = root.getCause();
    }
    String text = String.valueOf(root.getMessage());
    int brace = text.indexOf('{');
    if (root instanceof DockerException && brace >= 0) {
      try {
        text = JsonText.parse(text.substring(brace)).path("message").asString(text);
      } catch (Malformed notJson) {
        // Then the text stays as it is.
      }
    }
    return text.strip().lines().findFirst().orElse(root.getClass().getSimpleName());
  }

  /**
   * Calls the engine in another thread and waits within a bound.
   *
   * @throws TargetException if the call takes too long, fails, or this thread is interrupted
   */
  static <T> T within(Duration time, Callable<T> work) throws TargetException {
    return within(
        time,
        "The Docker engine did not do within " + time.toSeconds() + " s what it was asked to.",
        work);
  }

  private static <T> T within(Duration time, String otherwise, Callable<T> work)
      throws TargetException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "echospec: waits for the Docker engine");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new TargetException(otherwise);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new TargetException("Waiting for the Docker engine was interrupted.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TargetException expected) {
        throw expected;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new TargetException("The Docker engine refuses: " + words(e.getCause()));
    }
  }

  /** Returns whether containers in the default network can be reached at their own addresses. */
  boolean reachesContainers() {
    Network bridge = bridge();
    return isHere(bridge)
        || bridge.getIpam().getConfig().stream().anyMatch(config -> isBeside(config.getSubnet()));
  }

  /**
   * Returns the network mode in which a container is at home where this process is: addresses of
   * this process's loopback lead to this process.
   *
   * @throws TargetException if there is none
   */
  String networkOfThisProcess() throws TargetException {
    if (isHere(hostName()) && isHere(bridge())) {
      return "host";
    }
    return ownContainer()
        .map(id -> "container:" + id)
        .orElseThrow(
            () ->
                new TargetException(
                    "A client in a container cannot reach the kit from this engine, which runs in a"
                        + " virtual machine, without root or on another machine: run the kit in a"
                        + " container there, or name a client that is a command."));
  }

  private Network bridge() {
    return client.inspectNetworkCmd().withNetworkId("bridge").exec();
  }

  private static boolean isHere(Network bridge) {
    Map<String, String> options = bridge.getOptions();
    String name = options == null ? null : options.get(NAME_OF_BRIDGE);
    return bridge.getIpam().getConfig().stream()
        .anyMatch(config -> isHere(config.getGateway(), name, config.getSubnet()));
  }

  /**
   * Returns whether a bridge of the engine is on this machine.
   *
   * @param gateway its address; null from an engine that has made the bridge since it started
   * @param name of its interface, if the engine tells
   */
  static boolean isHere(@Nullable String gateway, @Nullable String name, @Nullable String subnet) {
    return gateway == null || gateway.isEmpty()
        ? name != null && hasAddressIn(subnet, one -> one.getName().equals(name))
        : isHere(gateway);
  }

  /** Returns the id of the container that this process runs in, if it is one of this engine's. */
  private Optional<String> ownContainer() {
    return LinuxProc.self().text("mountinfo").flatMap(Engine::ownId).filter(this::isOneOfIts);
  }

  /** Returns the id of the container that a process runs in which has these mounts. */
  static Optional<String> ownId(String mountinfo) {
    Matcher found = OWN_ID.matcher(mountinfo);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private boolean isOneOfIts(String container) {
    try {
      client.inspectContainerCmd(container).exec();
      return true;
    } catch (DockerException e) {
      return false;
    }
  }

  /**
   * Returns where a container is reached without a relay.
   *
   * @param container started
   * @param port of the server in it
   * @return empty if it cannot be reached at its own address
   */
  Optional<InetSocketAddress> ownAddress(InspectContainerResponse container, int port) {
    if ("host".equals(container.getHostConfig().getNetworkMode())) {
      return isHere(hostName())
          ? Optional.of(new InetSocketAddress(hostName(), port))
          : Optional.empty();
    }
    return networks(container).stream()
        .filter(network -> network.getIpAddress() != null && !network.getIpAddress().isEmpty())
        .filter(
            network ->
                isHere(network.getGateway())
                    || isBeside(network.getIpAddress() + "/" + network.getIpPrefixLen()))
        .map(network -> new InetSocketAddress(network.getIpAddress(), port))
        .findFirst();
  }

  private static Collection<ContainerNetwork> networks(InspectContainerResponse container) {
    Map<String, ContainerNetwork> networks = container.getNetworkSettings().getNetworks();
    return networks == null ? List.of() : networks.values();
  }

  /**
   * Returns where the engine relays to a container.
   *
   * @param container started
   * @param port of the server in it
   * @return empty if that port is not published
   */
  Optional<InetSocketAddress> publishedAddress(InspectContainerResponse container, int port) {
    Ports.Binding[] bindings =
        container.getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(port));
    if (bindings == null) {
      return Optional.empty();
    }
    return Arrays.stream(bindings)
        .filter(binding -> binding.getHostPortSpec() != null)
        .map(
            binding ->
                new InetSocketAddress(hostName(), Integer.parseInt(binding.getHostPortSpec())))
        .findFirst();
  }

  /** Returns the bytes of memory that runtimes in a container take for the machine's. */
  long memoryFor(InspectContainerResponse container) {
    Long machine = DockerClientFactory.instance().getInfo().getMemTotal();
    Long limit = container.getHostConfig().getMemory();
    long most = machine == null ? 0 : machine;
    return limit == null || limit == 0 ? most : Math.min(limit, most == 0 ? limit : most);
  }

  /** Returns where to publish a port: on loopback if the engine is local. */
  Ports.Binding anyPort() {
    return isHere(hostName()) ? Ports.Binding.bindIp("127.0.0.1") : Ports.Binding.empty();
  }

  private static String hostName() {
    return DockerClientFactory.instance().dockerHostIpAddress();
  }

  /** Returns whether an address is one of this machine's. */
  private static boolean isHere(@Nullable String address) {
    if (address == null || address.isEmpty()) {
      return false;
    }
    try {
      InetAddress resolved = InetAddress.getByName(address);
      return resolved.isLoopbackAddress() || NetworkInterface.getByInetAddress(resolved) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  /** Returns whether this process runs in a container of that subnet. */
  private static boolean isBeside(@Nullable String subnet) {
    return Files.exists(INSIDE_A_CONTAINER) && hasAddressIn(subnet, any -> true);
  }

  /** Returns whether one of some interfaces has an address in a subnet. */
  private static boolean hasAddressIn(
      @Nullable String subnet, Predicate<NetworkInterface> interfaces) {
    if (subnet == null) {
      return false;
    }
    try {
      int slash = subnet.indexOf('/');
      byte[] network = InetAddress.getByName(subnet.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(subnet.substring(slash + 1));
      return NetworkInterface.networkInterfaces()
          .filter(interfaces)
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getAddress)
          .anyMatch(address -> agree(address, network, bits));
    } catch (UnknownHostException | SocketException | RuntimeException e) {
      return false;
    }
  }

  private static boolean agree(byte[] one, byte[] other, int bits) {
    if (one.length != other.length || bits < 1) {
      return false;
    }
    int rest = Math.max(0, one.length * Byte.SIZE - bits);
    return new BigInteger(1, one)
        .xor(new BigInteger(1, other))
        .shiftRight(rest)
        .equals(BigInteger.ZERO);
  }
}
