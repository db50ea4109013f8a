package dev.echospec.server;

import dev.echospec.reference.server.ServerOptions;
import dev.echospec.server.ContainerSource.ComposeService;
import dev.echospec.server.ContainerSource.Dockerfile;
import dev.echospec.server.ContainerSource.Image;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a target from what a user wrote. */
public final class TargetName {
  private static final int MOST = 65_535;
  private static final int LONGEST = 4_096;

  /** Docker takes 255; the pattern below takes a frame of the stack for each part of the name. */
  private static final int LONGEST_IMAGE = 512;

  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]+");

  /** A registry, a path in lower case, a tag and a digest, as Docker writes them. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "((?=localhost/|[^/]*[.:])[A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
              + "(@sha256:[0-9a-f]{64})?");

  private static final Duration CONNECT = Duration.ofSeconds(8);

  /** What it may take others to start a server, on a busy machine. */
  private static final Duration COMES = Duration.ofSeconds(60);

  private TargetName() {}

  /**
   * Like {@link #parse(Optional, ServerOptions, ContainerOptions)} with a container's defaults.
   *
   * @param name as there
   * @param embedded how the embedded server behaves
   * @return the target, not started
   * @throws IllegalArgumentException if the name is of no such form; the message is for the user
   */
  public static Target parse(Optional<String> name, ServerOptions embedded) {
    return parse(name, embedded, ContainerOptions.DEFAULT);
  }

  /**
   * @param name {@code HOST:PORT}, {@code PORT}, {@code [IPV6]:PORT}, the same after {@code
   *     restarted:}, a command after {@code command:}, {@code docker://IMAGE}, {@code
   *     dockerfile:PATH}, {@code compose:FILE#SERVICE}, or empty for the embedded reference server
   * @param embedded how the embedded server behaves
   * @param container how a container is started
   * @return the target, not started
   * @throws IllegalArgumentException if the name is of no such form; the message is for the user
   */
  public static Target parse(
      Optional<String> name, ServerOptions embedded, ContainerOptions container) {
    return parse(name, embedded, container, TargetEnvironment.DEFAULT);
  }

  /**
   * Like {@link #parse(Optional, ServerOptions, ContainerOptions)}.
   *
   * @param name as there
   * @param embedded how the embedded server behaves
   * @param container how a container is started
   * @param environment what a command inherits
   * @return the target, not started
   * @throws IllegalArgumentException if the name is of no such form; the message is for the user
   */
  public static Target parse(
      Optional<String> name,
      ServerOptions embedded,
      ContainerOptions container,
      TargetEnvironment environment) {
    if (name.isEmpty() || name.get().equals("embedded")) {
      refuseContainerOptions("the embedded server", container);
      return new EmbeddedTarget(embedded);
    }
    String text = name.get();
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("A target takes at most " + LONGEST + " characters.");
    }
    if (text.startsWith("command:")) {
      refuseContainerOptions("a command", container);
      return new CommandTarget(
          List.of(text.substring("command:".length()).trim().split("\\s+")), 10_000, environment);
    }
    Optional<ContainerSource> source = source(text);
    if (source.isPresent()) {
      return container(source.get(), container);
    }
    refuseContainerOptions(text, container);
    return text.startsWith(RestartedTarget.PREFIX)
        ? new RestartedTarget(address(text.substring(RestartedTarget.PREFIX.length()), text), COMES)
        : address(text, text);
  }

  private static AddressTarget address(String address, String whole) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "localhost" : address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = port(address.substring(colon + 1), whole);
    return new AddressTarget(host.isEmpty() ? "localhost" : host, port, CONNECT);
  }

  private static Optional<ContainerSource> source(String text) {
    if (text.startsWith(Image.PREFIX)) {
      return Optional.of(new Image(text.substring(Image.PREFIX.length())));
    }
    if (text.startsWith(Dockerfile.PREFIX)) {
      String path = text.substring(Dockerfile.PREFIX.length());
      return Optional.of(new Dockerfile(Path.of(path.isEmpty() ? "." : path)));
    }
    if (!text.startsWith(ComposeService.PREFIX)) {
      return Optional.empty();
    }
    int hash = text.lastIndexOf('#');
    String service = text.substring(hash + 1);
    String file = hash < 0 ? "" : text.substring(ComposeService.PREFIX.length(), hash);
    if (file.isEmpty() || !SERVICE.matcher(service).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no target: write compose:FILE#SERVICE, with the service's name.");
    }
    return Optional.of(new ComposeService(Path.of(file), service));
  }

  private static Target container(ContainerSource source, ContainerOptions options) {
    if (source instanceof Image image
        && (image.name().length() > LONGEST_IMAGE || !IMAGE.matcher(image.name()).matches())) {
      throw new IllegalArgumentException(
          "'"
              + image.name()
              + "' is no name of an image: write docker://NAME or docker://NAME:TAG, in lower case.");
    }
    if (source instanceof ComposeService
        && !(options.env().isEmpty() && options.command().isEmpty())) {
      throw new IllegalArgumentException(
          "--env and --command are not for a service of a compose file: write them there.");
    }
    return ContainerServers.find().target(source, options);
  }

  private static void refuseContainerOptions(String target, ContainerOptions options) {
    if (!options.equals(ContainerOptions.DEFAULT)) {
      throw new IllegalArgumentException(
          ContainerOptions.NAMES
              + " are for containers, and "
              + target
              + " is none: name docker://IMAGE, dockerfile:PATH or compose:FILE#SERVICE.");
    }
  }

  private static int port(String digits, String whole) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= MOST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'"
            + whole
            + "' is no target: write HOST:PORT with a port from 1 to 65535, a command after --, docker://IMAGE,"
            + " dockerfile:PATH or compose:FILE#SERVICE.");
  }
}
