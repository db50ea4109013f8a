package dev.echospec.server.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import dev.echospec.server.TargetException;
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
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.TestcontainersConfiguration;

/** The Docker engine that Testcontainers found, and the ways from here into its containers. */
final class Engine {
  /** Within which it has to do what takes it a second or so. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Testcontainers' reaper, if it is wanted, is pulled first. */
  private static final Duration FINDING = Duration.ofMinutes(1);

  private static final String WITHOUT_REAPER =
      " Where its reaper cannot be pulled, set TESTCONTAINERS_RYUK_DISABLED=true: the kit removes its"
          + " containers by itself.";

  private static final String OTHER_HOST =
      " Inside a container, set TESTCONTAINERS_HOST_OVERRIDE to the address at which published ports"
          + " are reached: 127.0.0.1, if the engine runs in this container, too.";

  private static final Path INSIDE_A_CONTAINER = Path.of("/.dockerenv");

  private final DockerClient client;

  private Engine(DockerClient client) {
    this.client = client;
  }

  /**
   * Finds the engine and removes what earlier processes that were killed have left on it.
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
      // What is left stays until the next time: that is no reason not to begin.
    }
    return new Engine(client);
  }

  private static DockerClient usable() throws TargetException {
    try {
      return DockerClientFactory.instance().client();
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

  private static String hint() {
    TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
    return hint(
        name -> configuration.getEnvVarOrProperty(name, ""), Files.exists(INSIDE_A_CONTAINER));
  }

  /**
   * What to set where Testcontainers does not get ready; nothing that is set already.
   *
   * @param configured the value of a property of Testcontainers, empty if it is not set
   * @param inside whether this process is in a container itself
   */
  static String hint(UnaryOperator<String> configured, boolean inside) {
    String reaper = Boolean.parseBoolean(configured.apply("ryuk.disabled")) ? "" : WITHOUT_REAPER;
    return inside && configured.apply("host.override").isBlank() ? reaper + OTHER_HOST : reaper;
  }

  DockerClient client() {
    return client;
  }

  /** What went wrong, in one line, as the engine says it. */
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
        // Then the whole is what can be said.
      }
    }
    return text.strip().lines().findFirst().orElse(root.getClass().getSimpleName());
  }

  /**
   * Does something that waits for the engine, but not for ever.
   *
   * @throws TargetException if it takes too long or goes wrong
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

  /** Whether containers in the default network can be reached at their own addresses. */
  boolean reachesContainers() {
    return client.inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig().stream()
        .anyMatch(config -> isHere(config.getGateway()) || isBeside(config.getSubnet()));
  }

  /**
   * @param container started
   * @param port that it should listen on
   * @return where it is reached from here without a relay; empty if nowhere
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
   * @param container started
   * @param port that it should listen on
   * @return where the engine relays to it; empty if that port is not published
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

  /** What a container may use, and what runtimes in it take for the memory of the machine. */
  long memoryFor(InspectContainerResponse container) {
    Long machine = DockerClientFactory.instance().getInfo().getMemTotal();
    Long limit = container.getHostConfig().getMemory();
    long most = machine == null ? 0 : machine;
    return limit == null || limit == 0 ? most : Math.min(limit, most == 0 ? limit : most);
  }

  /** The address that published ports are bound to: not more of the world than need be. */
  Ports.Binding anyPort() {
    return isHere(hostName()) ? Ports.Binding.bindIp("127.0.0.1") : Ports.Binding.empty();
  }

  private static String hostName() {
    return DockerClientFactory.instance().dockerHostIpAddress();
  }

  /** Whether an address is one of this machine's. */
  private static boolean isHere(String address) {
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

  /** Whether this process is in a container of that subnet itself. */
  private static boolean isBeside(String subnet) {
    if (subnet == null || !Files.exists(INSIDE_A_CONTAINER)) {
      return false;
    }
    try {
      int slash = subnet.indexOf('/');
      byte[] network = InetAddress.getByName(subnet.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(subnet.substring(slash + 1));
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress())
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
    for (int bit = 0; bit < Math.min(bits, one.length * Byte.SIZE); bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
