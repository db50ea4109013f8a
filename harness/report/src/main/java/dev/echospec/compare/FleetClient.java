package dev.echospec.compare;

import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientCall;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.play.CommandClient;
import dev.echospec.client.play.ContainerClients;
import dev.echospec.result.KnownFailure;
import dev.echospec.script.ShellWords;
import dev.echospec.server.Confinement;
import dev.echospec.server.ContainerOptions;
import dev.echospec.server.ContainerSource;
import dev.echospec.server.ServerSpec;
import dev.echospec.server.StartOptions;
import dev.echospec.server.TargetEnvironment;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A client of the fleet, as the fleet file describes it.
 *
 * @param name unique in the fleet, also as the name of a file
 * @param target of a client in containers: its image, or its Dockerfile with an absolute path;
 *     empty for a command
 * @param command program and arguments; of a container, what it runs instead of the image's CMD,
 *     and may be empty
 * @param sends what it always sends; empty if it is told a message
 * @param port that it connects to if it is not told one; 10000 if empty
 * @param output how its output is compared with the echo
 * @param environment of a container
 * @param confinement of a container
 * @param known known failures that are accepted
 */
public record FleetClient(
    String name,
    Optional<ContainerSource> target,
    List<String> command,
    Optional<String> sends,
    Optional<Integer> port,
    OutputMode output,
    Map<String, String> environment,
    Confinement confinement,
    List<KnownFailure> known)
    implements Participant {
  /** Copies the collections. */
  public FleetClient {
    command = List.copyOf(command);
    // An ordinary copy would lose the order.
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    known = List.copyOf(known);
  }

  @Override
  public Profile profile() {
    return Profile.CONCURRENT;
  }

  @Override
  public boolean isContainer() {
    return target.isPresent();
  }

  @Override
  public boolean isCommand() {
    return target.isEmpty();
  }

  @Override
  public Optional<String> claim() {
    return new ServerSpec.Command(command).claim(port.orElse(StartOptions.PORT));
  }

  @Override
  public List<String> arguments(Optional<Path> expectations) {
    List<String> arguments = new ArrayList<>();
    expectations.ifPresent(file -> arguments.addAll(List.of("--expect", file.toString())));
    arguments.addAll(words(List.of()));
    return arguments;
  }

  private List<String> words(List<String> prefix) {
    List<String> words = new ArrayList<>();
    port.ifPresent(number -> words.addAll(List.of("--port", number.toString())));
    sends.ifPresent(text -> words.addAll(List.of("--sends", text)));
    if (output != OutputMode.CONTAINS) {
      words.addAll(List.of("--output", output.name().toLowerCase(Locale.ROOT)));
    }
    environment.forEach((key, value) -> words.addAll(List.of("--env", key + "=" + value)));
    words.addAll(confinement.arguments());
    target.ifPresent(source -> words.add(source.text()));
    if (target.isEmpty() || !command.isEmpty()) {
      words.add("--");
    }
    words.addAll(prefix);
    words.addAll(command);
    return words;
  }

  @Override
  public String targetWords(List<String> prefix) {
    return ShellWords.line(words(prefix));
  }

  /**
   * Returns how the client is called.
   *
   * @param prefix what starts a command in its folder; may be empty
   * @throws IllegalArgumentException if its parts do not go together; for the user
   */
  ClientCall call(List<String> prefix) {
    List<String> words = new ArrayList<>(prefix);
    words.addAll(command);
    return new ClientCall(words, port.orElse(StartOptions.PORT), sends);
  }

  /**
   * Makes the client; starts nothing.
   *
   * @param prefix what starts a command in its folder; may be empty
   */
  ClientUnderTest client(List<String> prefix) {
    if (target.isEmpty()) {
      return new CommandClient(call(prefix), TargetEnvironment.DEFAULT);
    }
    ContainerOptions options =
        new ContainerOptions(ContainerOptions.PORT, environment, List.of(), confinement);
    return ContainerClients.find().client(target.get(), options, call(List.of()));
  }
}
