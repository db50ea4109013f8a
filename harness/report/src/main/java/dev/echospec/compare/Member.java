package dev.echospec.compare;

import dev.echospec.result.KnownFailure;
import dev.echospec.script.ShellWords;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.StartOptions;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of the fleet, as the fleet file describes it.
 *
 * @param name unique in the fleet, also as the name of a file
 * @param target as it would be written on the command line, with absolute paths; empty if it is a
 *     command
 * @param command program and arguments; of a container, what it runs instead of its own; may be
 *     empty
 * @param profile what it claims to be
 * @param port where a command listens that is not told its port; 10000 if empty
 * @param containerPort where a server in a container listens; 10000 if empty
 * @param environment of a container
 * @param confinement of a container
 * @param known known failures that are accepted
 */
public record Member(
    String name,
    Optional<String> target,
    List<String> command,
    Profile profile,
    Optional<Integer> port,
    Optional<Integer> containerPort,
    Map<String, String> environment,
    Confinement confinement,
    List<KnownFailure> known)
    implements Participant {
  /** Copies the collections. */
  public Member {
    command = List.copyOf(command);
    // An ordinary copy would lose the order.
    environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    known = List.copyOf(known);
  }

  static boolean isContainer(String target) {
    return ServerSpec.parse(target) instanceof ContainerSource;
  }

  @Override
  public boolean isCommand() {
    return target.isEmpty();
  }

  @Override
  public boolean isContainer() {
    return server() instanceof ContainerSource;
  }

  /**
   * Returns the same server, if it runs in a container, as one that is up already: on a host of its
   * name, where something outside of the kit restarts it when it ends; any other member as it is.
   */
  Member running() {
    if (!isContainer()) {
      return this;
    }
    return new Member(
        name,
        Optional.of(
            new ServerSpec.Restarted(
                    new ServerSpec.Address(name, containerPort.orElse(ContainerOptions.PORT)))
                .text()),
        List.of(),
        profile,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Confinement.DEFAULT,
        known);
  }

  @Override
  public Optional<String> claim() {
    return server().claim(port.orElse(StartOptions.PORT));
  }

  /**
   * Returns what {@link #target} or, where that is empty, {@link #command} names.
   *
   * @return the server, not started
   */
  public ServerSpec server() {
    return target.map(ServerSpec::parse).orElseGet(() -> new ServerSpec.Command(command));
  }

  @Override
  public List<String> arguments(Optional<Path> expectations) {
    List<String> arguments = new ArrayList<>(List.of("--profile", profile.id()));
    expectations.ifPresent(file -> arguments.addAll(List.of("--expect", file.toString())));
    arguments.addAll(targetArguments(List.of()));
    return arguments;
  }

  /**
   * Returns the options and the target as words of the command line.
   *
   * @param prefix what starts a command in its folder; may be empty
   */
  private List<String> targetArguments(List<String> prefix) {
    List<String> arguments = new ArrayList<>();
    port.ifPresent(number -> arguments.addAll(List.of("--port", number.toString())));
    containerPort.ifPresent(
        number -> arguments.addAll(List.of("--container-port", number.toString())));
    environment.forEach((key, value) -> arguments.addAll(List.of("--env", key + "=" + value)));
    arguments.addAll(confinement.arguments());
    if (target.isEmpty()) {
      arguments.add("--");
      arguments.addAll(prefix);
      arguments.addAll(command);
      return arguments;
    }
    if (!command.isEmpty()) {
      arguments.addAll(List.of("--command", ShellWords.line(command)));
    }
    arguments.add(target.get());
    return arguments;
  }

  @Override
  public String targetWords(List<String> prefix) {
    return ShellWords.line(targetArguments(prefix));
  }
}
